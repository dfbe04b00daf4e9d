"""What the insurance room refuses."""


class RunNotFound(Exception):
    """There is no such run, or it is of another facility."""


class NamesUnexplained(Exception):
    """Pupils are on no list, and nobody has said why."""

    def __init__(self, names: int) -> None:
        super().__init__(names)
        self.names = names


class NothingToHandOver(Exception):
    """Nobody has paid who is not handed over already."""


class ListChanged(Exception):
    """Since the page was shown somebody has paid, or money went back."""


class PupilNotHere(Exception):
    """A noted pupil is not of this facility."""


class WordsMissing(Exception):
    """A reason of one's own needs words."""


class ReasonNotForNotes(Exception):
    """This reason follows from the bill; nobody writes it down."""
