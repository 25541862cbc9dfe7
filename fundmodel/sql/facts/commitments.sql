-- Who commits how much to which fund. Class amounts share the programme's size; investors share their class over
-- both levels; the mega fund keeps a reserve and commits the rest, or more, to child funds by planned size, and so
-- does each investor with its direct money. Whole won; remainders go by largest fraction, then lowest id.
-- grain: scenario_id, fund_id, investor_id
-- units: whole won; investor_id -1 and class_id -1 are the mega fund as an investor in a child fund;
--        hurdle_rate (a year), carry_rate, catch_up_share, fee_discount_share: of this investor alone, or null
-- source: METHOD.md, "Foreign capital" and "Entities and ledger"
with class_shares as (
    select
        s.scenario_id,
        s.world_id,
        p.effective_size_krw as total_krw,
        unnest([0, 1, 2, 3]) as class_id,
        unnest([
            c.public_share,
            1 - c.public_share - c.foreign_share - c.gp_commitment_share,
            c.foreign_share,
            c.gp_commitment_share
        ]) as share
    from scenarios as s
    inner join plan_assumptions as p on p.world_id = s.world_id
    inner join capital_assumptions as c on c.scenario_id = s.scenario_id
),
class_entitled as (
    select *, total_krw::double * share as entitled_krw
    from class_shares
),
class_floored as (
    select
        *,
        floor(entitled_krw)::bigint as whole_krw,
        row_number() over (partition by scenario_id order by entitled_krw - floor(entitled_krw) desc, class_id) as turn
    from class_entitled
),
classes as (
    select
        scenario_id,
        world_id,
        class_id,
        whole_krw
        + (turn <= total_krw - sum(whole_krw) over (partition by scenario_id)::bigint)::bigint as class_krw
    from class_floored
),
investor_entitled as (
    select
        k.scenario_id,
        k.world_id,
        k.class_id,
        i.investor_id,
        d.level,
        k.class_krw,
        k.class_krw::double * d.share_of_class as entitled_krw
    from commitments_data as d
    inner join investors as i on i.investor_code = d.investor_code
    inner join classes as k on k.class_id = i.class_id
),
investor_floored as (
    select
        *,
        floor(entitled_krw)::bigint as whole_krw,
        row_number() over (
            partition by scenario_id, class_id
            order by entitled_krw - floor(entitled_krw) desc, investor_id, level
        ) as turn
    from investor_entitled
),
ultimate as (
    select
        scenario_id,
        world_id,
        class_id,
        investor_id,
        level,
        whole_krw
        + (turn <= class_krw - sum(whole_krw) over (partition by scenario_id, class_id)::bigint)::bigint
            as commitment_krw
    from investor_floored
),
mega as (
    select
        u.scenario_id,
        u.world_id,
        -1 as class_id,
        -1 as investor_id,
        floor(
            sum(u.commitment_krw)::bigint * (1 - max(f.mega_reserve_share)) * (1 + max(f.over_commitment_share))
        )::bigint as commitment_krw
    from ultimate as u
    inner join fund_terms_assumptions as f on f.scenario_id = u.scenario_id
    where u.level = 0
    group by u.scenario_id, u.world_id
),
in_child_funds as (
    select scenario_id, world_id, class_id, investor_id, commitment_krw from ultimate where level = 1
    union all by name
    select scenario_id, world_id, class_id, investor_id, commitment_krw from mega
),
sizes as (
    select
        world_id,
        fund_id,
        planned_size_krw::double / sum(planned_size_krw) over (partition by world_id)::bigint as size_share
    from fund_plan
    where level = 1
),
child_entitled as (
    select c.*, s.fund_id, c.commitment_krw::double * s.size_share as entitled_krw
    from in_child_funds as c
    inner join sizes as s on s.world_id = c.world_id
),
child_floored as (
    select
        *,
        floor(entitled_krw)::bigint as whole_krw,
        row_number() over (
            partition by scenario_id, investor_id order by entitled_krw - floor(entitled_krw) desc, fund_id
        ) as turn
    from child_entitled
),
every_fund as (
    select u.scenario_id, f.fund_id, f.level, u.investor_id, u.class_id, u.commitment_krw
    from ultimate as u
    inner join fund_plan as f on f.world_id = u.world_id and f.level = 0
    where u.level = 0
    union all by name
    select
        scenario_id,
        fund_id,
        1 as level,
        investor_id,
        class_id,
        whole_krw
        + (turn <= commitment_krw - sum(whole_krw) over (partition by scenario_id, investor_id)::bigint)::bigint
            as commitment_krw
    from child_floored
),
own_terms as (
    select i.investor_id, d.level, d.hurdle_rate, d.carry_rate, d.catch_up_share, d.fee_discount_share
    from commitments_data as d
    inner join investors as i on i.investor_code = d.investor_code
)
select
    e.scenario_id,
    e.fund_id::integer as fund_id,
    e.investor_id::integer as investor_id,
    e.class_id::integer as class_id,
    e.commitment_krw,
    o.hurdle_rate,
    o.carry_rate,
    o.catch_up_share,
    o.fee_discount_share
from every_fund as e
left join own_terms as o on o.investor_id = e.investor_id and o.level = e.level
order by e.scenario_id, e.fund_id, e.investor_id
