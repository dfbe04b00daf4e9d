"""Units and what became of them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from thuphi.registers.places.rules import KINDS, Certainty, Level, Share

ID_LEVEL = 10**13
RANK = {Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}


def id_tells_level() -> Q:
    """The first of the fourteen digits of an id is the rank of its level; no other level exists."""
    fits = Q()
    for level, rank in RANK.items():
        fits |= Q(level=level.value, id__gte=rank * ID_LEVEL, id__lt=(rank + 1) * ID_LEVEL)
    return fits


def parent_is_higher() -> Q:
    """A province has no parent; the others have one of a lower rank, told by its id."""
    fits = Q(level=Level.PROVINCE.value, parent__isnull=True)
    for level in (Level.DISTRICT, Level.COMMUNE):
        # `isnull` is said, since a comparison with null would let the row pass.
        above = Q(parent__isnull=False, parent_id__lt=RANK[level] * ID_LEVEL)
        fits |= Q(level=level.value) & above
    return fits


def province_is_a_province() -> Q:
    """A province lies in none; the others lie in one, told by its id."""
    inside = Q(province__isnull=False, province_id__lt=2 * ID_LEVEL)
    is_province = Q(level=Level.PROVINCE.value)
    return (is_province & Q(province__isnull=True)) | (~is_province & inside)


def kind_fits_level() -> Q:
    """One condition out of the table of kinds."""
    fits = Q()
    for level in Level:
        fits |= Q(level=level.value, kind__in=sorted(kind.value for kind in KINDS[level]))
    return fits


class Place(models.Model):
    """A unit as it stood between two days.

    The id is read from the left: level (1 province, 2 district, 3 commune), five digits of the
    code, the first day. It is given by the shipped file and never changes.
    """

    id = models.BigIntegerField(primary_key=True)
    code = models.TextField()
    level = models.TextField(choices=[(level.value, level.value) for level in Level])
    kind = models.TextField()
    name = models.TextField()
    full_name = models.TextField()
    search_key = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    province = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    valid = DateRangeField()
    certainty = models.TextField(choices=[(known.value, known.value) for known in Certainty])
    source = models.TextField()

    class Meta:
        db_table = "place"
        constraints = [
            models.CheckConstraint(
                condition=id_tells_level(), name="place_id_begins_with_its_level"
            ),
            models.CheckConstraint(
                condition=parent_is_higher(), name="place_parent_is_of_a_higher_level"
            ),
            models.CheckConstraint(
                condition=province_is_a_province(), name="place_province_is_a_province"
            ),
            models.CheckConstraint(condition=kind_fits_level(), name="place_kind_fits_its_level"),
            models.CheckConstraint(
                condition=Q(certainty__in=[known.value for known in Certainty]),
                name="place_certainty_is_known",
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False),
                name="place_validity_is_not_empty",
            ),
            ExclusionConstraint(
                name="place_code_means_one_place_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def reference(self) -> str:
        """Code and first day, since a code alone names no unit: `24@2025-07-01`."""
        return f"{self.code}@{self.valid.lower:%Y-%m-%d}"


class PlaceSuccession(models.Model):
    """What became of a unit: it went over into another one, whole or in part."""

    predecessor = models.ForeignKey(Place, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.TextField(choices=[(share.value, share.value) for share in Share])
    is_default = models.BooleanField()
    source = models.TextField()

    class Meta:
        db_table = "place_succession"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[share.value for share in Share]),
                name="place_succession_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=Share.PART.value) | Q(is_default=True),
                name="place_succession_of_the_whole_is_the_default",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="place_succession_leads_to_another_place",
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="place_succession_is_said_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_default=True),
                name="place_has_one_default_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"
