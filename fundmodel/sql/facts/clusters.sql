-- The bio clusters in which companies and plants stand.
-- grain: cluster_id
-- units: allocation_share 0..1 of new companies
-- source: datasets/clusters.csv
select
    (row_number() over (order by cluster_code) - 1)::integer as cluster_id,
    cluster_code,
    name_en,
    name_ko,
    is_capital_region,
    allocation_share
from clusters_data
order by cluster_id
