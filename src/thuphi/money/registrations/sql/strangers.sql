-- Is any of these people or fee items of another facility, or of none?
SELECT EXISTS (
    SELECT FROM unnest(%(beneficiary_ids)s::bigint[]) AS w (id)
    WHERE NOT EXISTS (
        SELECT FROM beneficiary AS b WHERE b.id = w.id AND b.facility_id = %(facility_id)s
    )
) OR EXISTS (
    SELECT FROM unnest(%(item_ids)s::bigint[]) AS w (id)
    WHERE NOT EXISTS (
        SELECT FROM fee_item AS i WHERE i.id = w.id AND i.facility_id = %(facility_id)s
    )
)
