-- How concentrated the money back from companies is: companies by the multiple of all the money that their fund put
-- into them, pooled over the random paths. No rows without random paths.
-- grain: scenario_id, from_multiple
-- units: company_count companies on all paths together; shares 0..1 of all companies, of money in, of money back
-- source: startup_returns, before the limits and the fees of the funds; edges of datasets/outcome_buckets.csv
with pooled as (
    select
        world_id,
        from_multiple,
        sum(item_count)::bigint as company_count,
        sum(invested_krw)::bigint as invested_krw,
        sum(proceeds_krw)::bigint as proceeds_krw
    from startup_returns
    where counted = 'company'
    group by world_id, from_multiple
),
lower_edges as (
    select distinct from_multiple from outcome_buckets_data
),
edges as (
    select e.from_multiple, min(n.from_multiple) as to_multiple
    from lower_edges as e
    left join lower_edges as n on n.from_multiple > e.from_multiple
    group by e.from_multiple
),
totals as (
    select
        world_id,
        sum(company_count)::bigint as company_count,
        sum(invested_krw)::bigint as invested_krw,
        sum(proceeds_krw)::bigint as proceeds_krw
    from pooled
    group by world_id
)
select
    s.scenario_id,
    s.scenario,
    e.from_multiple::double as from_multiple,
    e.to_multiple::double as to_multiple,
    coalesce(p.company_count, 0)::bigint as company_count,
    coalesce(p.company_count::double / t.company_count, 0)::double as company_share,
    coalesce(p.invested_krw::double / t.invested_krw, 0)::double as invested_share,
    case when t.proceeds_krw > 0 then coalesce(p.proceeds_krw::double / t.proceeds_krw, 0) else 0 end::double
        as proceeds_share
from totals as t
inner join scenarios as s on s.world_id = t.world_id
cross join edges as e
left join pooled as p on p.world_id = t.world_id and p.from_multiple = e.from_multiple
order by s.scenario_id, from_multiple
