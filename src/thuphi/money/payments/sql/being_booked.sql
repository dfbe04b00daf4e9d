-- Has money for this bill been heard that the worker has not booked yet?
SELECT bill_is_being_booked(%(code)s)
