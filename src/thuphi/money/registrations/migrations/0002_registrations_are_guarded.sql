SELECT guard_rows('registration');

-- Whose registration it is, of what and since when stays as it was; a change is another row.
REVOKE UPDATE ON registration FROM thuphi_app;
GRANT UPDATE (quantity, percent, until_on) ON registration TO thuphi_app;

CREATE TRIGGER registration_is_of_one_facility AFTER INSERT ON registration
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    EXECUTE FUNCTION rows_are_of_one_facility('registration_is_of_one_facility', 'beneficiary_id', 'beneficiary', 'fee_item_id', 'fee_item');
