SELECT guard_rows('book_layout');
SELECT guard_rows('book_foot');
GRANT DELETE ON book_layout TO thuphi_app;

-- Where a word stands among others in the order of the Vietnamese alphabet (a ă â b ...), tones apart.
CREATE FUNCTION vietnamese_place(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(word,
        'aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệfghiíìỉĩịjklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvwxyýỳỷỹỵz'
        'AÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬBCDĐEÉÈẺẼẸÊẾỀỂỄỆFGHIÍÌỈĨỊJKLMNOÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢPQRSTUÚÙỦŨỤƯỨỪỬỮỰVWXYÝỲỶỸỴZ',
        'AAAAAABBBBBBCCCCCCDEFGHHHHHHIIIIIIJKLMMMMMMNOPQRSSSSSSTTTTTTUUUUUUVWXYZ[[[[[[\\\\\\]^_``````a'
        'AAAAAABBBBBBCCCCCCDEFGHHHHHHIIIIIIJKLMMMMMMNOPQRSSSSSSTTTTTTUUUUUUVWXYZ[[[[[[\\\\\\]^_``````a') COLLATE "C"
$$;

-- Due and collected of each bill by fee item. What a bill was paid fills its items from the top down;
-- an item that takes away in all comes first and counts as settled, so that the items of a bill add
-- up to exactly what was paid on it. Withdrawn bills are owed by nobody and are not here.
CREATE VIEW bill_item WITH (security_invoker = true) AS
WITH owed AS (
    SELECT b.facility_id, b.run_id, b.class_name, b.id AS bill_id, b.beneficiary_id, l.fee_item_id,
           b.paid_vnd AS bill_paid_vnd, min(l.id) AS place,
           coalesce(sum(l.amount_vnd) FILTER (WHERE l.kind IN ('charge', 'debit')), 0)::bigint
               AS charged_vnd,
           (-coalesce(sum(l.amount_vnd) FILTER (WHERE l.kind IN ('exemption', 'credit')), 0))::bigint
               AS waived_vnd,
           sum(l.amount_vnd)::bigint AS due_vnd
    FROM bill AS b
    JOIN bill_line AS l ON l.bill_id = b.id
    WHERE b.state <> 'cancelled'
    GROUP BY b.id, l.fee_item_id
),
laid AS (
    SELECT o.*,
           o.bill_paid_vnd - coalesce(sum(o.due_vnd) OVER (
               PARTITION BY o.bill_id, o.facility_id, o.run_id, o.class_name
               ORDER BY o.due_vnd >= 0, o.place
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0) AS left_vnd
    FROM owed AS o
)
SELECT facility_id, run_id, class_name, bill_id, beneficiary_id, fee_item_id,
       charged_vnd, waived_vnd, due_vnd,
       (CASE WHEN due_vnd < 0 THEN due_vnd ELSE greatest(least(due_vnd, left_vnd), 0) END)::bigint
           AS paid_vnd
FROM laid;
