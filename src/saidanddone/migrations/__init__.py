from saidanddone.paths import MIGRATIONS

__path__ = [str(MIGRATIONS)]
