"""Many first syncs at once: some are let in, the others are told when, nobody waits in front of others."""

import threading

import pytest

from sukoon.sync import api
from sukoon.sync.problems import NotYourTurn
from sukoon.sync.turns import LONGEST_WAIT, Turns


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def waits(turns, times):
    found = []
    for _ in range(times):
        with pytest.raises(NotYourTurn) as told, turns.taken():
            pytest.fail("let in")
        found.append(told.value.details["seconds"])
    return found


def test_who_finds_no_place_is_told_when_one_after_the_other():
    clock = Clock()
    turns = Turns(1, clock)
    with turns.taken():
        clock.now += 2  # this one takes two seconds
    with turns.taken():
        assert waits(turns, 8) == [1, 2, 2, 3, 4, 4, 5, 6]  # of 0.64 s each, as it is expected now
    with turns.taken():
        pass


def test_two_at_once_wait_half_as_long_and_never_for_ever():
    turns = Turns(2, Clock())
    with turns.taken(), turns.taken():
        assert waits(turns, 4) == [1, 1, 1, 1]
        later = waits(turns, 900)
    assert max(later) == LONGEST_WAIT
    assert later.count(LONGEST_WAIT) < 20  # spread out, not all at the end


def test_whoever_is_done_is_followed_by_a_rest_while_others_wait_and_by_none_where_nobody_does():
    clock = Clock()
    turns = Turns(1, clock, rest=1)
    with turns.taken():
        clock.now += 2
    with turns.taken():  # nobody waited: no rest
        clock.now += 2
        (seconds,) = waits(turns, 1)
    assert seconds >= 1
    assert waits(turns, 1) >= [1]  # it rests
    clock.now += 2.1
    with turns.taken():
        pass


def test_who_comes_when_told_and_finds_the_place_taken_keeps_their_turn():
    clock = Clock()
    turns = Turns(1, clock)

    def told(who):
        with pytest.raises(NotYourTurn) as refused, turns.taken(who):
            pytest.fail("let in")
        return refused.value.details["seconds"]

    with turns.taken("first"):
        waits = [told(n) for n in range(20)]
        assert waits[-1] == 6
        assert told(19) == 6  # asked again too early: the same
        clock.now += 2
        assert told(2) == 1  # came when told: at once, not behind the twentieth
        assert told("new") >= 5
    with turns.taken(2):
        pass


def test_what_is_remembered_of_phones_has_an_end(monkeypatch):
    monkeypatch.setattr("sukoon.sync.turns.MOST_PROMISES", 10)
    turns = Turns(1, Clock())
    with turns.taken("first"):
        for n in range(100):
            with pytest.raises(NotYourTurn), turns.taken(n):
                pytest.fail("let in")
    assert len(turns._promised) <= 10


def test_a_place_is_given_back_when_something_breaks():
    turns = Turns(1, Clock())
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    with turns.taken():
        pass


def test_a_phone_that_finds_no_place_is_told_over_the_protocol_and_sends_all_the_same(
    phone, monkeypatch
):
    turns = Turns(1, Clock())
    monkeypatch.setattr(api, "turns", turns)
    with turns.taken():
        answer = phone.get("pull?cursor=0")
        assert answer.status_code == 429
        assert answer.json()["details"] == {"seconds": 1}
        assert phone.push().status_code == 200
    assert phone.get("pull?cursor=0").status_code == 200


def test_only_so_many_are_inside_whatever_comes_at_once():
    turns, inside, most, lock = Turns(3, Clock()), 0, 0, threading.Lock()

    def come():
        nonlocal inside, most
        for _ in range(200):
            try:
                with turns.taken():
                    with lock:
                        inside += 1
                        most = max(most, inside)
                    with lock:
                        inside -= 1
            except NotYourTurn:
                continue

    threads = [threading.Thread(target=come) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert 1 <= most <= 3
