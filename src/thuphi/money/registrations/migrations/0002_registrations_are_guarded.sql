SELECT guard_rows('registration');

-- Whose registration it is, of what and since when stays as it was; a change is another row.
REVOKE UPDATE ON registration FROM thuphi_app;
GRANT UPDATE (quantity, percent, until_on) ON registration TO thuphi_app;
