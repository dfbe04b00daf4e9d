-- Put the next seal on a closing: every transfer of the facility that was booked before the end and
-- lies under no seal, each by the hash of its text, in the order of their ids, after the hash of the
-- seal before and of what was closed.
WITH before AS MATERIALIZED (
    SELECT s.number, s.sha256 FROM period_seal AS s
    WHERE s.facility_id = %(facility_id)s ORDER BY s.number DESC LIMIT 1
),
n AS MATERIALIZED (
    SELECT coalesce((SELECT number FROM before), 0) + 1 AS number,
           coalesce((SELECT sha256 FROM before), decode(repeat('00', 32), 'hex')) AS previous,
           %(booked_before)s::timestamptz AS booked_before
),
taken AS MATERIALIZED (
    SELECT t.id, t.amount_vnd, sha256(convert_to({row_text}, 'UTF8')) AS hash
    FROM transfer AS t
    JOIN ledger_account AS d ON d.id = t.debit_account_id
    JOIN ledger_account AS c ON c.id = t.credit_account_id
    WHERE t.facility_id = %(facility_id)s AND t.booked_at < %(booked_before)s
      AND NOT EXISTS (SELECT FROM sealed_transfer AS s WHERE s.transfer_id = t.id)
),
summed AS MATERIALIZED (
    SELECT count(*) AS transfers, coalesce(sum(amount_vnd), 0)::bigint AS amount_vnd, min(id) AS first_id,
           max(id) AS last_id, coalesce(string_agg(hash, ''::bytea ORDER BY id), ''::bytea) AS hashes
    FROM taken
),
made AS (
    INSERT INTO period_seal (facility_id, number, closing_id, booked_before, transfers, amount_vnd,
                             first_transfer_id, last_transfer_id, previous_sha256, sha256)
    SELECT p.facility_id, n.number, p.id, n.booked_before, s.transfers, s.amount_vnd, s.first_id,
           s.last_id, n.previous,
           sha256(n.previous || sha256(convert_to({head_text}, 'UTF8')) || s.hashes)
    FROM period_closing AS p, n, summed AS s
    WHERE p.id = %(closing_id)s
    RETURNING id
),
laid AS (
    INSERT INTO sealed_transfer (transfer_id, seal_id, facility_id, sha256)
    SELECT t.id, m.id, %(facility_id)s, t.hash FROM taken AS t, made AS m
)
SELECT id FROM made
