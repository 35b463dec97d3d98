"""Who waits for a Traefik waits for what it does, not for the clock."""

from __future__ import annotations

from traefiklint.verify.patience import Patience


class Process:
    """A process that is as busy as a test says."""

    had = 0.0
    busy = False

    def processor_time(self) -> float:
        return self.had

    def is_busy(self) -> bool:
        return self.busy


def test_one_that_has_nothing_to_do_and_does_not_answer_is_given_up_on() -> None:
    patience = Patience(10, Process())
    patience.spend(9)
    assert not patience.is_over()
    patience.spend(2)
    assert patience.is_over()


def test_one_that_waits_for_a_processor_is_waited_for() -> None:
    process = Process()
    patience = Patience(10, process)
    process.busy = True
    for _ in range(1000):
        patience.spend(5)
    assert not patience.is_over()


def test_one_that_works_between_two_waits_is_waited_for_though_it_always_waits_when_it_is_looked_at() -> None:
    process = Process()
    patience = Patience(10, process)
    for _ in range(900):
        process.had += 0.01
        patience.spend(10)
        assert not patience.is_over()


def test_one_that_worked_and_then_stopped_is_given_up_on() -> None:
    process = Process()
    patience = Patience(10, process)
    patience.spend(1)
    process.had += 0.5
    patience.spend(10)
    assert not patience.is_over()
    patience.spend(10)
    assert patience.is_over()


def test_one_that_has_had_the_processor_for_long_enough_is_given_up_on() -> None:
    process = Process()
    process.had, process.busy = 100.0, True
    patience = Patience(10, process)
    process.had = 109.0
    assert not patience.is_over()
    process.had = 111.0
    assert patience.is_over()
