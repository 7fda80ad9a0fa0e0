"""Finds full names. It knows first names and surnames that are common in Britain; others only after a cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

# First names that are no other word, so that they count without capitals too when a surname follows.
_FIRST = frozenset(
    """aaliyah aaron abdul abdullah abigail abdi adam adele adrian agnes ahmad ahmed aidan aisha alan albert
    alex alexander alexandra alfie ali alice alicia alison amanda amara amelia amina amir amirah amy ana
    andrea andrew andy angela anita ann anna anne annie anthony antonio archie arjun arthur asha ashley
    ayaan ayesha barbara ben benjamin bethany beth betty bilal billy brandon brenda brian bridget bryan
    callum cameron carl carol caroline catherine chantelle charles charlie charlotte chelsea chidi chloe
    chris christina christine christopher claire clare connor courtney craig daisy daniel danielle danny
    darren dave david dean deborah debbie denise derek diane diana dominic donna doreen dylan ebony
    eddie edward eileen elaine eleanor elena elizabeth ella ellie elliot emily emma eric erin ethan eva
    evan evelyn evie farah fatima fiona florence frances freddie freya gareth gary gavin gemma geoff
    george georgia georgina gerald gillian gordon graham greg hamza hana hannah harriet harry harvey
    hassan hayley heather helen henry holly howard hussein ian ibrahim imran irene isaac isabella
    isabelle isla jacob jacqueline jake james jamie jamal jan jane janet janice jasmine jason jayden
    jean jenna jennifer jenny jeremy jess jessica jill jim jimmy jo joan joanne jodie joe joel john
    johnny jonathan jordan joseph josh joshua joyce juan julia julian julie justin kai karen karl kate
    katherine kathleen katie kayleigh keith kelly ken kenneth kerry kevin khadija kieran kim kimberley
    kirsty kwame kyle laura lauren leah leanne lee leo leon lesley leslie lewis liam lily linda lindsay
    lisa logan lorraine louis louise lucas lucy luke lydia lynn lynne malcolm margaret maria marie
    marilyn martin mary maryam mason mateusz matt matthew maureen megan mehmet melanie melissa mia
    michael michelle mike mohamed mohammad mohammed molly monica morgan muhammad musa nadia naomi
    natalie natasha nathan neil niamh nicholas nick nicola nicole nigel noah nora olivia oliver omar
    oscar owen pamela patricia patrick paul paula pauline peter phil philip phoebe piotr poppy priya
    rachel rajesh ravi raymond rebecca reece rhys richard rita robert robin roger ron ronald rosie ross
    roy ruth ryan sadia sally sam samantha samir samuel sana sandra sanjay sara sarah sasha scott sean
    sebastian shane shannon sharon shaun sheila shirley sian simon sofia sophia sophie stacey stella
    stephanie stephen steve steven stuart susan suzanne sylvia tariq tara teresa terry theo theresa
    thomas tim timothy tina toby tom tony tracey tracy tyler tyrone valerie vanessa victor vincent wayne
    wendy william xavier yasmin yusuf zac zach zahra zainab zara zeinab zoe""".split()
)
# First names that are other words too: they count with capitals and a common surname only.
_FIRST_AND_A_WORD = frozenset(
    """amber art autumn bill charity chase daisy dawn dean drew faith frank grace grant guy harmony hope ivy
    jack jade jay joy june kit max may mark miles olive pat pearl ray rob rose ruby sky summer sue
    victoria violet will""".split()
)
_SURNAMES = frozenset(
    """adams adeyemi ahmed akhtar ali allen anderson andrews appiah bailey baker barker barnes begum bell
    bennett bhatti boateng booth bradley brown butler campbell carter chapman chaudhry clark clarke
    collins cook cooper cox davies davis dawson dixon edwards ellis evans fisher fletcher foster gibson
    gill graham grant gray green griffiths hall hamilton harris harrison harvey hassan hill holmes
    howard hughes hunt hussain hussein ibrahim iqbal jackson james jenkins johnson jones kaur kelly khan
    king knight kowalska kowalski kumar lee lewis lloyd macdonald malik marshall martin mason matthews
    mcdonald mensah miah miller mills mitchell mohamed moore morgan morris murphy murray nguyen nowak
    obi okafor okonkwo owen palmer parker patel pearson perera phillips popescu powell price rahman reid
    reynolds richards richardson roberts robertson robinson rogers ross russell saunders scott shah
    sharma shaw silva simpson singh smith stevens stewart sullivan taylor thomas thompson thomson turner
    uddin walker wallace walsh ward watson webb white wilkinson williams williamson wilson wood wright
    young""".split()
)
# What follows a first name and is no surname: places, services, the words of our own pages.
_NO_SURNAME = frozenset(
    """academy act and arena avenue board bridge building care cares centre church clinic close college
    council
    court day drive foundation fund garden gardens group grove hall hospital hotel house hub i i’d i’ll
    i’m i’ve in is it lane leaving library lodge mental met my on offer our park pathway place plan
    primary project road room said school scheme secondary see she he they we service should society
    square station street team terrace that the theatre together tower towers trust university was ward
    way who wing works you your youth""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES = frozenset("mr mrs ms mx dr doctor miss sir".split())
_CUES = re.compile(
    r"(?:\b(?:name is|name’s|name's|named|called|known as)|\bI[’']m|\bI am|\bit[’']s)\s+$", re.I
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where full names stand in a text: their starts and ends."""
    words = list(_WORD.finditer(text))
    for one, two in pairwise(words):
        between = text[one.end() : two.start()]
        if not re.fullmatch(r"\.?[ \t]{1,2}", between):
            continue
        first, last = one[0], two[0]
        if between[0] == ".":
            named = first.casefold() in _TITLES and _has_capital(last)
        else:
            named = _is_full_name(first, last, cued=bool(_CUES.search(text, 0, one.start())))
        if named:
            yield one.start(), two.end()


def _is_full_name(first: str, last: str, *, cued: bool) -> bool:
    plain, family = first.casefold(), last.casefold()
    if family in _NO_SURNAME or plain in _NO_SURNAME:
        return False
    if _has_capital(first) and _has_capital(last):
        common = plain in _FIRST_AND_A_WORD and family in _SURNAMES
        return common or plain in _FIRST or plain in _TITLES or cued
    return plain in _FIRST and family in _SURNAMES


def _has_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not word.isupper()
