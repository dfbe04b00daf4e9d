"""The promises of meals and of what teachers may see."""

from __future__ import annotations

from tests.house.copying import FREE_ID, copy

KEPT = (
    "class_allowance",
    "coupon_return",
    "kitchen_count",
    "meal_settlement",
    "meal_settlement_line",
)

CASES: list[tuple[str, str]] = [
    (
        "assignment_of_a_class_is_a_teachers",
        copy("staff_assignment", where="role = 'cashier'", class_name="2A"),
    ),
    (
        "assignment_of_a_teacher_names_a_class",
        copy("staff_assignment", where="role = 'teacher'", class_name=""),
    ),
    ("class_allowance_has_a_reason", copy("class_allowance", reason="")),
    ("coupon_return_has_a_reason", copy("coupon_return", reason="")),
    ("coupon_return_is_of_money", copy("coupon_return", amount_vnd=0)),
    (
        "coupon_return_is_what_was_left",
        "INSERT INTO coupon_return (line_id, facility_id, amount_vnd, reason, adjustment_id,"
        " made_at) SELECT l.id, l.facility_id, l.left_vnd + 1, 'x', 1, now()"
        " FROM meal_settlement_line AS l"
        " WHERE NOT EXISTS (SELECT FROM coupon_return AS r WHERE r.line_id = l.id) LIMIT 1",
    ),
    ("coupon_return_line_id_key", copy("coupon_return")),
    ("kitchen_count_is_not_negative", copy("kitchen_count", class_name="x", absent=10**6)),
    ("kitchen_count_is_one_a_day", copy("kitchen_count")),
    ("meal_day_has_a_reason", copy("meal_day", class_name="x", reason="")),
    ("meal_day_is_said_once", copy("meal_day")),
    ("meal_fee_item_id_key", copy("meal")),
    (
        "meal_is_of_its_facility",
        "UPDATE meal SET facility_id = (SELECT max(id) FROM facility)",
    ),
    ("meal_month_is_settled_once", copy("meal_settlement")),
    ("meal_roll_is_one_a_day", copy("meal_roll")),
    (
        "meal_row_is_of_one_facility",
        copy("kitchen_count", class_name="x", facility_id=FREE_ID),
    ),
    ("meal_rule_cutoff_is_a_time_of_day", "UPDATE meal_rule SET cutoff_minute = 1440"),
    ("meal_rule_cutoff_is_near", "UPDATE meal_rule SET cutoff_days_before = 8"),
    ("meal_rule_has_days_of_the_week", "UPDATE meal_rule SET weekdays = 0"),
    ("meal_settlement_has_a_reason", copy("meal_settlement", month_on="2027-01-01", reason="")),
    ("meal_settlement_is_of_a_month", copy("meal_settlement", month_on="2027-01-02")),
    (
        "meal_settlement_settling_is_known",
        copy("meal_settlement", month_on="2027-01-01", settling="lost"),
    ),
    ("meal_settling_is_known", "UPDATE meal SET settling = 'lost'"),
    (
        "meal_tick_is_known",
        copy("meal_tick", where="meal_on >= '2026-11-01'", meal_on="2026-11-09", state="lost"),
    ),
    ("meal_tick_is_of_an_open_month", "DELETE FROM meal_tick"),
    (
        "meal_tick_is_of_one_facility",
        copy("meal_tick", where="meal_on >= '2026-11-01'", facility_id=FREE_ID),
    ),
    ("meal_tick_is_one_a_day", copy("meal_tick", where="meal_on >= '2026-11-01'")),
    (
        "meal_tick_stays_where_it_is",
        "UPDATE meal_tick SET meal_on = '2026-11-09' WHERE meal_on >= '2026-11-01'",
    ),
    ("settlement_holds_a_child_once", copy("meal_settlement_line")),
    ("settlement_line_adds_up", copy("meal_settlement_line", owed_vnd=1)),
    ("settlement_line_is_not_negative", copy("meal_settlement_line", late_meals=-1)),
    ("settlement_line_is_of_one_facility", copy("meal_settlement_line", facility_id=FREE_ID)),
]
