SELECT guard_rows('ledger_account');
SELECT guard_rows('transfer');
SELECT keep_for_ever('transfer');

-- Money that a provider tells of is booked by the worker alone.
CREATE POLICY app_books_no_providers_money ON transfer AS RESTRICTIVE FOR INSERT TO thuphi_app
    WITH CHECK (recipe NOT IN ('pay', 'overpay', 'pay_unknown'));

-- Accounts are opened empty by anybody who may; only the book itself moves their sums.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_account FROM thuphi_app, thuphi_worker;
GRANT INSERT (facility_id, kind, detail) ON ledger_account TO thuphi_app, thuphi_worker;
ALTER TABLE ledger_account ALTER COLUMN debit_vnd SET DEFAULT 0;
ALTER TABLE ledger_account ALTER COLUMN credit_vnd SET DEFAULT 0;
CREATE TRIGGER refuse_removal BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Sums and counts of one row are changed again and again: leave room to do it in place.
ALTER TABLE ledger_account SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Every insert of transfers moves both sides of the book, once per account, in the order of ids so
-- that two writers can never wait for each other. It runs as the owner, because nobody else may
-- change a sum; whose transfers may be written is decided before, by the table's own guard.
CREATE FUNCTION transfer_moves_the_book() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    wanted bigint;
    moved bigint;
BEGIN
    WITH leg AS (
        SELECT debit_account_id AS account_id, facility_id, amount_vnd AS debit_vnd, 0 AS credit_vnd
        FROM fresh
        UNION ALL
        SELECT credit_account_id, facility_id, 0, amount_vnd FROM fresh
    ),
    summed AS (
        SELECT account_id, facility_id, sum(debit_vnd)::bigint AS debit_vnd,
               sum(credit_vnd)::bigint AS credit_vnd
        FROM leg GROUP BY account_id, facility_id
    ),
    locked AS (
        SELECT a.id, s.debit_vnd, s.credit_vnd
        FROM ledger_account AS a
        JOIN summed AS s ON s.account_id = a.id AND s.facility_id = a.facility_id
        ORDER BY a.id
        FOR UPDATE OF a
    ),
    changed AS (
        UPDATE ledger_account AS a
        SET debit_vnd = a.debit_vnd + l.debit_vnd, credit_vnd = a.credit_vnd + l.credit_vnd
        FROM locked AS l WHERE a.id = l.id
        RETURNING a.id
    )
    SELECT (SELECT count(*) FROM summed), (SELECT count(*) FROM changed) INTO wanted, moved;
    IF wanted <> moved THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'transfer_accounts_are_of_its_facility',
            TABLE = 'transfer',
            MESSAGE = 'transfer_accounts_are_of_its_facility: an account is missing or of another facility';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER transfer_moves_the_book AFTER INSERT ON transfer
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION transfer_moves_the_book();

-- Nobody moves a sum by hand, not even the owner: only the trigger above does, from within an insert.
CREATE TRIGGER only_the_book_moves_sums BEFORE UPDATE ON ledger_account
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
