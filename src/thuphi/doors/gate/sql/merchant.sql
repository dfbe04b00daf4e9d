SELECT id, facility_id, settings::text, sealed
  FROM merchant
 WHERE channel = %s AND slug = %s AND is_active
