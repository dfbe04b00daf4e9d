SELECT guard_rows('insurance_handover');
SELECT keep_for_ever('insurance_handover');
SELECT guard_rows('insurance_row');
SELECT keep_for_ever('insurance_row');
SELECT guard_rows('insurance_left_out');
SELECT keep_for_ever('insurance_left_out');
SELECT guard_rows('insurance_note');
GRANT DELETE ON insurance_note TO thuphi_app;

-- A hand-over says how many names it holds and what they paid; rows never come to it later.
CREATE FUNCTION insurance_handover_is_its_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM insurance_row AS r WHERE r.handover_id = NEW.id
        HAVING count(*) FILTER (WHERE r.kind = 'add') = NEW.names
           AND count(*) FILTER (WHERE r.kind = 'strike') = NEW.struck
           AND coalesce(sum(r.amount_vnd) FILTER (WHERE r.kind = 'add'), 0) = NEW.amount_vnd
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'insurance_handover_is_its_rows',
            TABLE = 'insurance_handover',
            MESSAGE = 'insurance_handover_is_its_rows: ' || NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER insurance_handover_is_its_rows AFTER INSERT ON insurance_handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION insurance_handover_is_its_rows();

-- The list equals the payers: a name is added only while its bill is paid in full, with what its
-- lines of insurance say, and struck only once the money is there no more.
CREATE FUNCTION insurance_names_equal_payers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    SELECT j.broken INTO broken FROM (
        SELECT CASE
            WHEN h.facility_id <> f.facility_id OR h.run_id <> f.run_id
                 OR b.facility_id <> f.facility_id OR b.run_id IS DISTINCT FROM f.run_id
                 OR b.beneficiary_id <> f.beneficiary_id OR b.code <> f.bill_code
                THEN 'insurance_row_is_of_its_bill'
            WHEN (f.kind = 'add') <> (f.turn % 2 = 1) OR f.turn <> 1 + coalesce((
                    SELECT max(e.turn) FROM insurance_row AS e
                    WHERE e.run_id = f.run_id AND e.beneficiary_id = f.beneficiary_id
                      AND e.turn <> f.turn), 0)
                THEN 'insurance_turns_follow_each_other'
            WHEN f.kind = 'add' AND (b.state <> 'paid' OR s.insured_vnd <> f.amount_vnd)
                THEN 'insurance_name_is_paid_for'
            WHEN f.kind = 'strike' AND b.state = 'paid' AND s.insured_vnd > 0
                THEN 'insurance_strike_is_of_a_break'
            END AS broken
        FROM fresh AS f
        JOIN insurance_handover AS h ON h.id = f.handover_id
        JOIN bill AS b ON b.id = f.bill_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(l.amount_vnd), 0)::bigint AS insured_vnd
            FROM bill_line AS l JOIN fee_item AS i ON i.id = l.fee_item_id
            WHERE l.bill_id = b.id AND i.kind = 'insurance'
        ) AS s
    ) AS j
    WHERE j.broken IS NOT NULL LIMIT 1;
    IF broken = 'insurance_row_is_of_its_bill' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_row_is_of_its_bill', MESSAGE = broken;
    ELSIF broken = 'insurance_turns_follow_each_other' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_turns_follow_each_other', MESSAGE = broken;
    ELSIF broken = 'insurance_name_is_paid_for' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_name_is_paid_for', MESSAGE = broken;
    ELSIF broken = 'insurance_strike_is_of_a_break' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_strike_is_of_a_break', MESSAGE = broken;
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT handover_id FROM fresh) AS f
        JOIN insurance_handover AS h ON h.id = f.handover_id
        WHERE (h.names + h.struck) <> (
            SELECT count(*) FROM insurance_row AS r WHERE r.handover_id = h.id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', TABLE = 'insurance_row',
            CONSTRAINT = 'insurance_row_came_with_its_handover',
            MESSAGE = 'insurance_row_came_with_its_handover';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER insurance_names_equal_payers AFTER INSERT ON insurance_row
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION insurance_names_equal_payers();

-- Who is named beside a hand-over, and in a note, is of the same facility.
CREATE FUNCTION insurance_reason_is_of_its_facility() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner bigint;
BEGIN
    IF TG_TABLE_NAME = 'insurance_note' THEN
        SELECT r.facility_id INTO owner FROM collection_run AS r WHERE r.id = NEW.run_id;
    ELSE
        SELECT h.facility_id INTO owner FROM insurance_handover AS h WHERE h.id = NEW.handover_id;
    END IF;
    IF owner IS DISTINCT FROM NEW.facility_id OR NOT EXISTS (
        SELECT FROM beneficiary AS p
        WHERE p.id = NEW.beneficiary_id AND p.facility_id = NEW.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = TG_TABLE_NAME || '_is_of_its_facility',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || '_is_of_its_facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER insurance_reason_is_of_its_facility AFTER INSERT ON insurance_left_out
    FOR EACH ROW EXECUTE FUNCTION insurance_reason_is_of_its_facility();
CREATE TRIGGER insurance_reason_is_of_its_facility AFTER INSERT OR UPDATE ON insurance_note
    FOR EACH ROW EXECUTE FUNCTION insurance_reason_is_of_its_facility();
