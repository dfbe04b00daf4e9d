SELECT guard_rows('adjustment');
SELECT guard_rows('adjustment_line');
SELECT keep_for_ever('adjustment');
SELECT keep_for_ever('adjustment_line');

-- A bill that is out is owed more or less by a line of its own; the total that pages move must be
-- that of its lines (bill_total_moves_with_its_lines).
GRANT UPDATE (total_vnd) ON bill TO thuphi_app;

-- A line says what the bill's line says.
CREATE FUNCTION adjustment_line_is_its_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT f.id INTO wrong FROM fresh AS f
    WHERE NOT EXISTS (
        SELECT FROM bill_line AS l
        WHERE l.id = f.bill_line_id AND l.bill_id = f.bill_id AND l.fee_item_id = f.fee_item_id
          AND l.amount_vnd = f.amount_vnd AND l.facility_id = f.facility_id
          AND l.kind IN ('debit', 'credit'))
       OR f.facility_id IS DISTINCT FROM
          (SELECT a.facility_id FROM adjustment AS a WHERE a.id = f.adjustment_id)
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'adjustment_line_is_its_bills',
            TABLE = 'adjustment_line',
            MESSAGE = 'adjustment_line_is_its_bills: line ' || wrong;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER adjustment_line_is_its_bills AFTER INSERT ON adjustment_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION adjustment_line_is_its_bills();
