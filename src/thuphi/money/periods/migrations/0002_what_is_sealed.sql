SELECT guard_rows('period_closing');
SELECT guard_rows('period_seal');
SELECT guard_rows('sealed_transfer');
SELECT keep_for_ever('period_closing');
SELECT keep_for_ever('period_seal');
SELECT keep_for_ever('sealed_transfer');

-- A facility's transfers are read by when they were booked: without this each closing would read
-- the book of every facility.
CREATE INDEX transfer_by_booking ON transfer (facility_id, booked_at);

ALTER TABLE period_closing
    ADD CONSTRAINT period_is_over
        CHECK (to_on < (closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
    ADD CONSTRAINT period_month_is_whole
        CHECK (kind <> 'month' OR (
            from_on = date_trunc('month', from_on::timestamp)::date
            AND to_on = (date_trunc('month', from_on::timestamp) + interval '1 month - 1 day')::date));
ALTER TABLE period_seal
    ADD CONSTRAINT seal_hashes_have_32_bytes
        CHECK (length(sha256) = 32 AND length(previous_sha256) = 32);
ALTER TABLE sealed_transfer
    ADD CONSTRAINT sealed_transfer_hash_has_32_bytes CHECK (length(sha256) = 32);

-- Days are closed one after another since the first closing: what is skipped could change unseen.
CREATE FUNCTION period_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_on date;
BEGIN
    SELECT max(p.to_on) INTO last_on FROM period_closing AS p
    WHERE p.facility_id = NEW.facility_id AND p.id <> NEW.id AND p.to_on < NEW.to_on;
    IF NEW.from_on > last_on + 1 OR (
        NEW.kind = 'day' AND EXISTS (
            SELECT FROM period_closing AS p
            WHERE p.facility_id = NEW.facility_id AND p.id <> NEW.id AND p.to_on >= NEW.from_on))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'period_follows_the_last',
            TABLE = 'period_closing',
            MESSAGE = 'period_follows_the_last: from ' || NEW.from_on || ' after ' || coalesce(last_on::text, 'none');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER period_follows_the_last AFTER INSERT ON period_closing
    FOR EACH ROW EXECUTE FUNCTION period_follows_the_last();

-- The seals of a facility count up without a gap, and each carries the hash of the one before.
CREATE FUNCTION seal_follows_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before period_seal%ROWTYPE;
BEGIN
    SELECT * INTO before FROM period_seal AS s
    WHERE s.facility_id = NEW.facility_id AND s.id <> NEW.id ORDER BY s.number DESC LIMIT 1;
    IF NEW.number <> coalesce(before.number, 0) + 1
       OR NEW.previous_sha256 <> coalesce(before.sha256, decode(repeat('00', 32), 'hex'))
       OR NOT EXISTS (
           SELECT FROM period_closing AS p
           WHERE p.id = NEW.closing_id AND p.facility_id = NEW.facility_id)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_follows_the_last',
            TABLE = 'period_seal',
            MESSAGE = 'seal_follows_the_last: number ' || NEW.number;
    END IF;
    IF NEW.transfers <> (SELECT count(*) FROM sealed_transfer AS t WHERE t.seal_id = NEW.id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_has_its_transfers',
            TABLE = 'period_seal',
            MESSAGE = 'seal_has_its_transfers: number ' || NEW.number;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER seal_follows_the_last AFTER INSERT ON period_seal
    FOR EACH ROW EXECUTE FUNCTION seal_follows_the_last();

-- What lies under a seal came with it, in the same statement, and is of its facility.
CREATE FUNCTION seal_has_its_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh AS f
        LEFT JOIN period_seal AS s ON s.id = f.seal_id
        LEFT JOIN transfer AS t ON t.id = f.transfer_id
        WHERE s.facility_id IS DISTINCT FROM f.facility_id
           OR t.facility_id IS DISTINCT FROM f.facility_id
    ) OR EXISTS (
        SELECT FROM (SELECT DISTINCT seal_id FROM fresh) AS f
        JOIN period_seal AS s ON s.id = f.seal_id
        WHERE s.transfers <> (SELECT count(*) FROM sealed_transfer AS t WHERE t.seal_id = s.id)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'seal_has_its_transfers',
            TABLE = 'sealed_transfer',
            MESSAGE = 'seal_has_its_transfers: a transfer is not there, of another facility, or came later';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER seal_has_its_transfers AFTER INSERT ON sealed_transfer
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION seal_has_its_transfers();
