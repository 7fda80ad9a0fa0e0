"""What each command does; `cli` says what they are called and what they take.

Each is given the settings and what was typed, prints what it did, and raises `Wrong` where it can't.
"""


class Wrong(Exception):
    """Something the person at the keyboard can mend; its text says how."""
