-- Safe beside the previous release: yes, a new table.
-- What was bought, as it was called and priced then. Rows never change.
CREATE TABLE order_lines (
  order_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line_no SMALLINT NOT NULL,
  id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  variant_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_id CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product_slug VARCHAR(200) NOT NULL,
  product_name VARCHAR(200) NOT NULL,
  variant_name VARCHAR(200) NOT NULL,
  unit VARCHAR(40) NOT NULL,
  photo VARCHAR(300) NOT NULL,
  category VARCHAR(80) CHARACTER SET ascii NOT NULL,
  quantity INT NOT NULL,
  unit_price_vnd BIGINT NOT NULL,
  total_vnd BIGINT NOT NULL,
  net_weight_g INT NOT NULL,
  PRIMARY KEY (order_id, line_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
