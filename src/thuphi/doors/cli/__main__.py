"""`python -m thuphi.doors.cli` is `thuphi`."""

from . import main

main()
