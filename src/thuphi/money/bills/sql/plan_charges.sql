-- Plan charges line by line, as a workbook gives them.
INSERT INTO charge (run_id, facility_id, beneficiary_id, fee_item_id, quantity, unit_price_vnd,
                    amount_vnd, description)
SELECT %(run_id)s, %(facility_id)s, c.beneficiary_id, c.fee_item_id, c.quantity, c.unit_price_vnd,
       c.quantity * c.unit_price_vnd, c.description
FROM unnest(%(beneficiary_ids)s::bigint[], %(item_ids)s::bigint[], %(quantities)s::int[],
            %(prices_vnd)s::bigint[], %(descriptions)s::text[])
    AS c (beneficiary_id, fee_item_id, quantity, unit_price_vnd, description)
