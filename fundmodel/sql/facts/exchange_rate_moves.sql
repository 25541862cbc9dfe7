-- How far the won moved against the dollar from quarter to quarter on random paths, added up for a volatility.
-- grain: world_id, path_id
-- units: log changes in millionths, and their squares
-- source: market_paths
with moves as (
    select
        a.world_id,
        a.path_id,
        round(1000 * 1000 * ln(a.krw_per_usd / b.krw_per_usd))::bigint as move
    from market_paths as a
    inner join market_paths as b
        on b.world_id = a.world_id and b.path_id = a.path_id and b.quarter = a.quarter - 1
    where a.path_id > 0
)
select
    world_id,
    path_id,
    count(*)::bigint as move_count,
    sum(move)::bigint as move_sum,
    sum(move * move)::bigint as move_square_sum
from moves
group by world_id, path_id
order by world_id, path_id
