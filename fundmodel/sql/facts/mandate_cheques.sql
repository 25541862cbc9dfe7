-- What the assets of the plan ask for by year, and how much of it serves each mandate: money for drug companies,
-- for those in the clinic, for the area of infectious diseases and vaccines, and outside the capital region. What a
-- blind pool will buy is not known: its money counts as invested and serves none of them.
-- grain: world_id, path_id, fund_id, year_number
-- units: whole won of the year, before the limits of the fund's money; year_number years from quarter 0
-- source: METHOD.md, "Mandates"; startup_exposure, facility_events, pool_lot_flows
with drugs as (
    select
        q.world_id,
        q.path_id,
        q.fund_id,
        q.quarter // 4 as year_number,
        q.cluster_id,
        q.invested_krw,
        q.invested_krw as drug_krw,
        case when h.phase_code <> 'PRE' then q.invested_krw else 0 end as clinical_krw,
        case when a.area_code = 'infectious' then q.invested_krw else 0 end as vaccine_krw
    from startup_exposure as q
    inner join phases as h on h.phase_id = q.phase_id
    inner join areas as a on a.area_id = q.area_id
),
plants as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        e.quarter // 4 as year_number,
        p.cluster_id,
        case when e.plant_number = 0 then p.plant_count else 1 end
        * floor(e.paid_in_krw * p.stake_share)::bigint as invested_krw,
        0 as drug_krw,
        0 as clinical_krw,
        0 as vaccine_krw
    from facility_events as e
    inner join facility_plan as p on p.world_id = e.world_id and p.facility_id = e.facility_id
    where e.plant_number <= p.plant_count and p.plant_count > 0
),
assets as (
    select world_id, path_id, fund_id, year_number, cluster_id, invested_krw, drug_krw, clinical_krw, vaccine_krw
    from drugs
    union all by name
    select world_id, path_id, fund_id, year_number, cluster_id, invested_krw, drug_krw, clinical_krw, vaccine_krw
    from plants
    union all by name
    select
        world_id,
        path_id,
        fund_id,
        funded_quarter // 4 as year_number,
        -1 as cluster_id,
        invested_krw,
        0 as drug_krw,
        0 as clinical_krw,
        0 as vaccine_krw
    from pool_lot_flows
    where invested_krw > 0
)
select
    a.world_id,
    a.path_id,
    a.fund_id,
    a.year_number::integer as year_number,
    sum(a.invested_krw)::bigint as invested_krw,
    sum(a.drug_krw)::bigint as drug_krw,
    sum(a.clinical_krw)::bigint as clinical_krw,
    sum(a.vaccine_krw)::bigint as vaccine_krw,
    sum(case when c.is_capital_region = false then a.invested_krw else 0 end)::bigint as regional_krw
from assets as a
left join clusters as c on c.cluster_id = a.cluster_id
group by a.world_id, a.path_id, a.fund_id, a.year_number
order by a.world_id, a.path_id, a.fund_id, a.year_number
