-- Count one seal again from the book: what its hash should be, and which of its transfers are not as
-- they were. The order of the parts is that of `seal.sql`.
WITH n AS MATERIALIZED (
    SELECT s.*, coalesce(b.sha256, decode(repeat('00', 32), 'hex')) AS before,
           b.id IS NOT NULL OR s.number = 1 AS has_before
    FROM period_seal AS s
    LEFT JOIN period_seal AS b ON b.facility_id = s.facility_id AND b.number = s.number - 1
    WHERE s.id = %(seal_id)s
),
member AS MATERIALIZED (
    SELECT m.transfer_id AS id, m.sha256 AS kept, t.id IS NULL AS is_gone, t.amount_vnd,
           m.facility_id IS DISTINCT FROM (SELECT facility_id FROM n) AS is_strange,
           CASE WHEN t.id IS NOT NULL THEN sha256(convert_to({row_text}, 'UTF8')) END AS hash
    FROM sealed_transfer AS m
    LEFT JOIN transfer AS t ON t.id = m.transfer_id
    LEFT JOIN ledger_account AS d ON d.id = t.debit_account_id
    LEFT JOIN ledger_account AS c ON c.id = t.credit_account_id
    WHERE m.seal_id = %(seal_id)s
),
summed AS MATERIALIZED (
    SELECT count(*) AS transfers, coalesce(sum(amount_vnd), 0)::bigint AS amount_vnd, min(id) AS first_id,
           max(id) AS last_id, bool_or(is_strange) AS is_strange,
           coalesce(string_agg(coalesce(hash, kept), ''::bytea ORDER BY id), ''::bytea) AS hashes,
           coalesce(string_agg(kept, ''::bytea ORDER BY id), ''::bytea) AS kept_hashes
    FROM member
)
SELECT n.has_before AND n.previous_sha256 = n.before AS is_chained,
       p.id IS NOT NULL AND n.sha256 = sha256(n.previous_sha256 || sha256(convert_to({head_text}, 'UTF8'))
           || s.hashes) AS is_same,
       p.id IS NOT NULL AND n.sha256 = sha256(n.previous_sha256 || sha256(convert_to({head_text}, 'UTF8'))
           || s.kept_hashes) AS is_same_as_kept,
       s.transfers, n.transfers AS sealed_transfers,
       (s.first_id, s.last_id) IS DISTINCT FROM (n.first_transfer_id, n.last_transfer_id)
           OR coalesce(s.is_strange, false) AS is_other_range,
       s.amount_vnd = n.amount_vnd AS is_same_amount,
       ARRAY(SELECT id FROM member WHERE is_gone ORDER BY id LIMIT %(most)s) AS gone,
       ARRAY(SELECT id FROM member WHERE NOT is_gone AND hash IS DISTINCT FROM kept ORDER BY id
             LIMIT %(most)s) AS changed
FROM n
CROSS JOIN summed AS s
LEFT JOIN period_closing AS p ON p.id = n.closing_id
