"""Addresses of tasks, below /van-phong/."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import tasks_board, tasks_deeds, tasks_page

TASK = "nhiem-vu/<int:item_id>"

urlpatterns: list[URLPattern] = [
    path("viec-cua-toi", tasks_board.my_work, name="my_work"),
    path("nhiem-vu", tasks_board.tasks_home, name="tasks"),
    path("nhiem-vu/<str:plan_id>/<int:place_id>", tasks_board.board, name="board"),
    path(TASK, tasks_page.task, name="task"),
    path(f"{TASK}/phan/<int:part_id>", tasks_deeds.progress, name="task_progress"),
    path(f"{TASK}/phan/<int:part_id>/xac-nhan", tasks_deeds.confirm, name="task_confirm"),
    path(f"{TASK}/y-kien", tasks_deeds.comment, name="task_comment"),
    path(f"{TASK}/kinh-phi", tasks_deeds.fund, name="task_fund"),
    path(f"{TASK}/kinh-phi/<int:funding_id>/gach", tasks_deeds.strike, name="task_strike"),
    path(f"{TASK}/han", tasks_deeds.set_due, name="task_due"),
    path(f"{TASK}/giao", tasks_deeds.give, name="task_give"),
]
