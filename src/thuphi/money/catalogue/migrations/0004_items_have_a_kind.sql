-- What is on the lists already is told apart by its name, as a new item is (rules.kind_by_name).
UPDATE fee_item AS i
SET kind = CASE
        WHEN i.name ~* 'bảo hiểm|bhyt' THEN 'insurance'
        WHEN i.name ~* 'tiền ăn|suất ăn|bữa ăn' THEN 'meal'
        WHEN f.sector = 'health' THEN 'hospital_fee'
        WHEN i.name ~* 'học phí' THEN 'tuition'
        WHEN i.name ~* 'bán trú|nội trú' THEN 'boarding'
        ELSE 'other'
    END
FROM facility AS f
WHERE f.id = i.facility_id;
