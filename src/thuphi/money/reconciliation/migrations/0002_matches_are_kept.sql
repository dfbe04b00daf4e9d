SELECT guard_rows('line_match');
SELECT guard_rows('line_match_undone');
SELECT guard_rows('line_state');
SELECT guard_rows('reconciliation_decision');
SELECT guard_rows('settled_row');
SELECT guard_rows('reconciliation_rule');
SELECT keep_for_ever('line_match');
SELECT keep_for_ever('line_match_undone');
SELECT keep_for_ever('reconciliation_decision');

-- What the worker finds is the worker's; a page says what a person decided.
CREATE POLICY app_matches_as_a_person ON line_match AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (how = 'person');
CREATE POLICY app_undoes_as_a_person ON line_match_undone AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (undone_by IS NOT NULL);
CREATE POLICY app_decides_as_a_person ON reconciliation_decision AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (decided_by IS NOT NULL);
REVOKE INSERT, UPDATE ON settled_row FROM thuphi_app;
REVOKE DELETE, TRUNCATE ON settled_row FROM thuphi_worker;

-- How a line stands begins with the line; what is left of it follows from its matches. Nobody writes
-- either by hand.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON line_state FROM thuphi_app, thuphi_worker;
GRANT UPDATE (outcome, confirmed, payment_id, tried, suggestions, looked_at, is_due) ON line_state
    TO thuphi_app, thuphi_worker;
ALTER TABLE line_state SET (fillfactor = 70);
-- Credits that nothing explains yet: looked at again when something comes that might.
CREATE INDEX line_state_unexplained ON line_state (line_id)
    WHERE outcome IN ('only_theirs', 'amount_differs', 'to_look_at', 'duplicate');

CREATE FUNCTION line_state_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO line_state (line_id, facility_id, outcome, confirmed, left_vnd)
    SELECT f.id, f.facility_id, 'waiting', 'not_confirmed', f.amount_vnd FROM fresh AS f ORDER BY f.id;
    PERFORM pg_notify('thuphi_lines', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER line_state_begins AFTER INSERT ON bank_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION line_state_begins();

-- A later file that says more of a line than the first did is a reason to look at it again.
CREATE FUNCTION line_is_due_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    UPDATE line_state AS s SET is_due = true
    FROM (
        SELECT o.line_id FROM line_state AS o
        WHERE o.line_id IN (SELECT f.line_id FROM fresh AS f WHERE f.bank_reference <> '' OR f.text <> '')
          AND o.left_vnd > 0 AND NOT o.is_due AND o.outcome <> 'not_ours'
        ORDER BY o.line_id
        FOR UPDATE
    ) AS o
    WHERE s.line_id = o.line_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER line_is_due_again AFTER INSERT ON line_seen
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION line_is_due_again();

-- A match takes from its line, and the CHECK on what is left holds the sum; whoever matches a line at
-- the same moment waits for its row. What stands beside it is of the same facility, of money that goes
-- the same way, and never stands for more than it is; a payment stands beside one line. The rows that
-- are matched are locked in one order, so that the second of two sees what the first did.
CREATE FUNCTION line_match_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    broken text;
BEGIN
    PERFORM FROM line_state AS s WHERE s.line_id IN (SELECT f.line_id FROM fresh AS f)
        ORDER BY s.line_id FOR NO KEY UPDATE;
    PERFORM FROM payment AS p
        WHERE p.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'payment')
        ORDER BY p.id FOR NO KEY UPDATE;
    PERFORM FROM settlement AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'settlement')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM cash_deposit AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'deposit')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM refund AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'refund')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM payout AS o
        WHERE o.id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'payout')
        ORDER BY o.id FOR NO KEY UPDATE;
    PERFORM FROM line_state AS s
        WHERE s.line_id IN (SELECT f.subject_id FROM fresh AS f WHERE f.kind = 'reversal')
        ORDER BY s.line_id FOR NO KEY UPDATE;

    SELECT CASE
        WHEN l.facility_id IS DISTINCT FROM f.facility_id
          OR o.facility_id IS DISTINCT FROM f.facility_id THEN 'line_match_is_of_one_facility'
        WHEN o.direction IS DISTINCT FROM l.direction
          OR l.is_reversal AND f.kind <> 'reversal' THEN 'line_match_goes_the_same_way'
        END INTO broken
    FROM fresh AS f
    LEFT JOIN bank_line AS l ON l.id = f.line_id
    LEFT JOIN LATERAL line_match_subject(f.kind, f.subject_id) AS o ON true
    WHERE l.facility_id IS DISTINCT FROM f.facility_id OR o.facility_id IS DISTINCT FROM f.facility_id
       OR o.direction IS DISTINCT FROM l.direction OR l.is_reversal AND f.kind <> 'reversal'
    LIMIT 1;

    IF broken IS NULL THEN
        SELECT CASE WHEN f.kind = 'payment' AND live.matches > 1 THEN 'payment_stands_beside_one_line'
                    ELSE 'line_match_is_within_its_subject' END INTO broken
        FROM (SELECT DISTINCT facility_id, kind, subject_id FROM fresh) AS f
        CROSS JOIN LATERAL line_match_subject(f.kind, f.subject_id) AS o
        CROSS JOIN LATERAL (
            SELECT count(*) AS matches, sum(m.amount_vnd) AS matched_vnd
            FROM line_match AS m
            WHERE m.facility_id = f.facility_id AND m.kind = f.kind AND m.subject_id = f.subject_id
              AND NOT EXISTS (SELECT FROM line_match_undone AS u WHERE u.match_id = m.id)
        ) AS live
        WHERE live.matched_vnd > o.amount_vnd OR f.kind = 'payment' AND live.matches > 1
        LIMIT 1;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = 'line_match',
            MESSAGE = broken || ': refused';
    END IF;

    UPDATE line_state AS s SET left_vnd = s.left_vnd - f.matched_vnd
    FROM (SELECT line_id, sum(amount_vnd)::bigint AS matched_vnd FROM fresh GROUP BY line_id) AS f
    WHERE s.line_id = f.line_id;
    RETURN NULL;
END
$$;

-- What a match may stand for: whose it is, which way its money goes on the account, how much.
CREATE FUNCTION line_match_subject(
    wanted text, subject bigint, OUT facility_id bigint, OUT direction text, OUT amount_vnd bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    CASE wanted
    WHEN 'payment' THEN
        SELECT p.facility_id, 'in', p.applied_vnd + p.excess_vnd + p.unidentified_vnd
          INTO facility_id, direction, amount_vnd
        FROM payment AS p WHERE p.id = subject AND p.identifies_id IS NULL;
    WHEN 'settlement' THEN
        SELECT o.facility_id, CASE WHEN o.net_vnd < 0 THEN 'out' ELSE 'in' END, abs(o.net_vnd)
          INTO facility_id, direction, amount_vnd
        FROM settlement AS o WHERE o.id = subject;
    WHEN 'deposit' THEN
        SELECT o.facility_id, 'in', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM cash_deposit AS o WHERE o.id = subject;
    WHEN 'refund' THEN
        SELECT o.facility_id, 'out', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM refund AS o WHERE o.id = subject;
    WHEN 'payout' THEN
        SELECT o.facility_id, 'out', o.amount_vnd INTO facility_id, direction, amount_vnd
        FROM payout AS o WHERE o.id = subject;
    WHEN 'reversal' THEN
        -- A line is taken back by one that goes the other way.
        SELECT o.facility_id, CASE o.direction WHEN 'in' THEN 'out' ELSE 'in' END, o.amount_vnd
          INTO facility_id, direction, amount_vnd
        FROM bank_line AS o WHERE o.id = subject;
    ELSE
        NULL;
    END CASE;
END
$$;
REVOKE EXECUTE ON FUNCTION line_match_subject(text, bigint) FROM PUBLIC;

CREATE TRIGGER line_match_stands AFTER INSERT ON line_match
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION line_match_stands();

-- What was matched is left over again, and waits for a person: what was undone is not found anew.
CREATE FUNCTION line_match_is_undone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN line_match AS m ON m.id = f.match_id
        WHERE m.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = 'line_match_undone_is_of_one_facility',
            TABLE = 'line_match_undone',
            MESSAGE = 'line_match_undone_is_of_one_facility: refused';
    END IF;
    PERFORM FROM line_state AS s
        WHERE s.line_id IN (SELECT m.line_id FROM fresh AS f JOIN line_match AS m ON m.id = f.match_id)
        ORDER BY s.line_id FOR NO KEY UPDATE;
    UPDATE line_state AS s
    SET left_vnd = s.left_vnd + f.matched_vnd, outcome = 'to_look_at', confirmed = 'not_confirmed'
    FROM (
        SELECT m.line_id, sum(m.amount_vnd)::bigint AS matched_vnd
        FROM fresh AS u JOIN line_match AS m ON m.id = u.match_id GROUP BY m.line_id
    ) AS f
    WHERE s.line_id = f.line_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER line_match_is_undone AFTER INSERT ON line_match_undone
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION line_match_is_undone();
