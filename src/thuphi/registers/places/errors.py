"""What the register of places refuses."""


class PlaceNotThere(Exception):
    """No unit of this code and level was in force on the day."""


class PlaceNotInForce(Exception):
    """The unit had not begun yet or had ended already on the day."""


class PlaceIsNotACommune(Exception):
    """Urban or rural is said of communes only, never of a district or a province."""


class PlacesMissingFromFile(Exception):
    """The shipped file lacks units that are registered; a reload would orphan what names them."""
