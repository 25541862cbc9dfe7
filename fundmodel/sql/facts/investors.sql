-- The ultimate investors and the class each belongs to.
-- grain: investor_id
-- units: class_id 0 public, 1 domestic private, 2 foreign, 3 GP commitment; investor_id in the order of the file;
--        first_loss_rank: public money pays first loss in this order, empty for those who never pay;
--        is_first_time: may put its stake in a child fund; is_bond_funded: pays in with
--        the proceeds of guaranteed bonds
-- source: datasets/investors.csv
with numbered as (
    select (row_number() over () - 1)::integer as investor_id, *
    from investors_data
)
select
    investor_id,
    investor_code,
    (list_position(['public', 'domestic', 'foreign', 'gp'], class_code) - 1)::integer as class_id,
    currency,
    first_loss_rank::integer as first_loss_rank,
    is_first_time::boolean as is_first_time,
    is_bond_funded::boolean as is_bond_funded,
    name_en,
    name_ko
from numbered
order by investor_id
