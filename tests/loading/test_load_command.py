"""`saidanddone load` says what it made, and refuses in a sentence."""

import pytest

FEW = ("load", "--ideas", "20", "--people", "9", "--votes", "30")


def test_a_council_of_its_own_is_filled_and_well(run_migrated):
    status, out, err = run_migrated(*FEW)
    assert (status, err) == (0, "")
    assert "load-test has 20 made-up ideas, 9 young people and 30 votes" in out
    assert run_migrated("history", "verify") == (0, "The history is whole: Load test.\n", "")
    assert run_migrated("sign-in-link", "--council", "load-test", "--person", "Participation Worker")[0] == 0
    assert run_migrated(*FEW, "--council", "another")[0] == 0, (
        "a made-up council beside a made-up one needs no --yes"
    )


def test_nothing_but_people_is_something(run_migrated):
    assert run_migrated("load", "--ideas", "0", "--people", "3", "--votes", "0")[0] == 0
    assert run_migrated("load", "--ideas", "1", "--people", "1", "--votes", "0", "--council", "tiny")[0] == 0


def test_an_empty_council_of_that_name_may_be_filled_with_yes(run_migrated):
    run_migrated("council", "add", "trial", "Trial")
    assert run_migrated(*FEW, "--council", "trial")[0] == 2
    assert run_migrated(*FEW, "--council", "trial", "--yes")[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (FEW, "This database holds Rivermead. Use another"),
        ((*FEW, "--council", "api", "--yes"), "is an address of the site itself"),
        (("load", "--ideas", "5", "--people", "0", "--votes", "0"), "give --people 1 or more"),
        (("load", "--ideas", "5", "--people", "5", "--votes", "9"), "give --ideas 20 or more"),
        (("load", "--ideas", "20", "--people", "2", "--votes", "9000"), "give --people 100 or more"),
        (("load", "--ideas", "99999999"), "Ask for 10,000,000 of each at most."),
    ],
)
def test_a_refusal_is_one_sentence_or_two(run_migrated, words, says):
    run_migrated("council", "add", "rivermead", "Rivermead")
    status, out, err = run_migrated(*words)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_council_with_people_in_it_is_never_filled(run_migrated):
    run_migrated(*FEW)
    status, out, err = run_migrated(*FEW, "--yes")
    assert (status, out) == (2, "")
    assert "There are people or ideas at /load-test already." in err


def test_an_old_database_is_refused(run_migrated, monkeypatch, tmp_path):
    monkeypatch.setenv("SAIDANDDONE_DATABASE_URL", f"sqlite://{tmp_path}/old.sqlite3")
    status, _, err = run_migrated(*FEW)
    assert (status, "Run `saidanddone migrate` first" in err) == (2, True)


def test_a_number_of_things_is_a_number(run_migrated):
    with pytest.raises(SystemExit, match="2"):
        run_migrated("load", "--ideas", "many")
