-- Safe beside the previous release: yes, which leaves both NULL and empties carts by writing them.
-- A purchase is of a cart as it was at one version: that empties the cart without writing it, and no cart can be bought twice.
ALTER TABLE purchases ADD COLUMN cart_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN cart_version BIGINT NULL, ADD UNIQUE KEY uq_purchases_cart (cart_id, cart_version)
