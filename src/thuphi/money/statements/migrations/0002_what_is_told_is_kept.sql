SELECT guard_rows('statement_file');
SELECT guard_rows('statement');
SELECT guard_rows('bank_line');
SELECT guard_rows('line_seen');
SELECT guard_rows('settlement');
SELECT guard_rows('settlement_row');
SELECT guard_rows('column_profile');

-- What a bank or provider told is never written anew; what it says later is a row of its own.
SELECT keep_for_ever('statement_file');
SELECT keep_for_ever('statement');
SELECT keep_for_ever('bank_line');
SELECT keep_for_ever('line_seen');
SELECT keep_for_ever('settlement');
SELECT keep_for_ever('settlement_row');

-- A statement is of its file's facility.
CREATE FUNCTION statement_is_of_its_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN statement_file AS o ON o.id = f.file_id
        WHERE o.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME,
            MESSAGE = TG_ARGV[0] || ': its file is of another facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER statement_is_of_its_file AFTER INSERT ON statement
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION statement_is_of_its_file('statement_is_of_its_file');
CREATE TRIGGER settlement_is_of_its_file AFTER INSERT ON settlement
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION statement_is_of_its_file('settlement_is_of_its_file');

CREATE FUNCTION settlement_row_is_of_its_settlement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f LEFT JOIN settlement AS o ON o.id = f.settlement_id
        WHERE o.facility_id IS DISTINCT FROM f.facility_id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = 'settlement_row_is_of_its_settlement',
            TABLE = 'settlement_row',
            MESSAGE = 'settlement_row_is_of_its_settlement: the settlement is of another facility';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER settlement_row_is_of_its_settlement AFTER INSERT ON settlement_row
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION settlement_row_is_of_its_settlement();

-- A line stands in a statement of its own account, within the statement's days.
CREATE FUNCTION line_is_seen_in_its_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f
        LEFT JOIN bank_line AS l ON l.id = f.line_id
        LEFT JOIN statement AS s ON s.id = f.statement_id
        WHERE l.facility_id IS DISTINCT FROM f.facility_id
           OR s.facility_id IS DISTINCT FROM f.facility_id
           OR l.account <> s.account OR l.booked_on NOT BETWEEN s.from_on AND s.to_on
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'line_is_seen_in_its_account',
            TABLE = 'line_seen',
            MESSAGE = 'line_is_seen_in_its_account: another facility, account or day';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER line_is_seen_in_its_account AFTER INSERT ON line_seen
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION line_is_seen_in_its_account();
