-- A neighbour's name for a bill stays as it was issued, as the bill's own identity does.
CREATE TRIGGER bill_external_reference_is_kept
    BEFORE UPDATE OF external_reference ON bill
    FOR EACH STATEMENT EXECUTE FUNCTION bill_identity_is_kept();
