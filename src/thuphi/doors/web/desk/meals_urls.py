"""Addresses of meals."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import meals, meals_month, meals_setting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", meals.meals, name="desk_meals"),
    path("lop", meals.meals_class, name="desk_meals_class"),
    path("sua/<int:pupil_id>", meals.meals_correct, name="desk_meals_correct"),
    path("lich", meals_setting.calendar, name="desk_meals_calendar"),
    path("cai-dat", meals_setting.settings, name="desk_meals_settings"),
    path("cai-dat/bua", meals_setting.set_meal, name="desk_meals_set"),
    path("thang", meals_month.month_of_meals, name="desk_meals_month"),
    path(
        "thang/<int:meal_id>/tra-phieu",
        meals_month.return_coupons,
        name="desk_meals_return",
    ),
]
