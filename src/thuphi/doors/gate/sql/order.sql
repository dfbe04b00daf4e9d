SELECT amount_vnd FROM attempt WHERE merchant_id = %s AND reference = %s
