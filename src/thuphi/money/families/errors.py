"""Named refusals of this room."""


class FamilyRefused(Exception):
    """Nothing was opened."""


class TooManyAsked(FamilyRefused):
    """This phone, or this address, has asked for its codes for now."""


class TooManyWrong(FamilyRefused):
    """This phone, or this address, has guessed wrong too often for now."""


class CodeWrong(FamilyRefused):
    """Wrong, used, too old, replaced by a newer one, or never sent: nobody is told which."""


class SessionOver(FamilyRefused):
    """Half an hour has passed, or somebody has signed out."""


class FactWrong(FamilyRefused):
    """Nobody who is still hidden behind this phone has this birth date or this bill."""
