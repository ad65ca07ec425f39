"""English."""

from core.question.words.english_asking import ENGLISH_ASKING
from core.question.words.words import Words, in_order, words_of

_UNITS = in_order(
    "- one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = in_order("twenty thirty forty fifty sixty seventy eighty ninety")

ENGLISH = Words(
    asking=ENGLISH_ASKING,
    code="en",
    marks=words_of(
        """
        the is are was what which how much many does can could will would should i we you my
        our us it its this that for with and or on in of to at from need needs needed run
        running fit fits enough card cards users user please tell about biggest largest
        longest model memory without any have has get compare want help requests tokens than
        instead not if there someone just only
        """
    ),
    filler=words_of(
        """
        a an the this that these those some any each every all both either neither another
        other such i me my mine we us our ours you your yours he she they them their it its
        one's who whom whose im i'm i've i'd i'll we're we've we'd we'll you're it's that's
        there's what's whats how's is are was were be been being am do does did done doing
        doesn don has have had having can could may might must shall should will would need
        needs needed needing want wants wanted wanna gonna get gets getting got give gives
        given take takes taking taken make makes making made use uses using used usage go goes
        going gone come comes coming put puts let lets let's say says said tell tells told ask
        asks asking asked know knows knowing known think thinks thought guess wonder wondering
        wondered see sees look looks looking like likes liked try tries trying tried plan
        plans planning planned hope hoping buy buys buying bought rent rents renting rented
        own work works working worked help helps keep keeps keeping start starts starting load
        loads loading loaded host hosts hosting hosted deploy deploys deploying deployed
        deployment run runs running ran serve serves serving served server servers service
        spin setup set up down hold holds holding handle handles handling support supports
        supporting require requires required requiring requirement requirements estimate
        estimates estimated estimation calculate calculated calculation calculator compute
        computed computing consume consumes consumption occupy occupies eat eats cost costs
        recommend recommended suggest what which when where why how much many more less least
        most lot lots few bit little at in on of off to from for by with within into onto over
        under per about around roughly approximately approx circa ca as than then so too also
        just only even still yet already again and or but nor if else while because since
        though although whether here there now today tomorrow later soon currently right ok
        okay yes no yeah yep nope please pls plz thanks thank thx ty cheers hi hello hey heya
        howdy yo hiya folks guys everyone everybody team sir anyone anybody someone somebody
        something anything nothing quick quickly question questions simple basic rough sure
        really actually basically exactly possible possibly probably maybe perhaps ideally
        realistically comfortably comfortable safely good well fine great nice best better
        enough minimum maximum min max total totals overall altogether together combined worth
        amount amounts size sizes sized number numbers count kind kinds type types sort
        version versions variant variants flavor model models llm llms lm slm checkpoint
        checkpoints weight weights network net neural ai language large big bigger small
        smaller huge tiny gpu gpus vram card cards graphics graphic accelerator accelerators
        machine machines box boxes rig rigs workstation pc desktop laptop computer hardware
        node nodes cluster instance instances replica replicas pod pods pool device devices
        system memory mem ram video gb
        gib mb tb gig gigs byte bytes bits parameter parameters param params token tokens
        context ctx window length len prompt prompts sequence sequences seq user users request
        requests batch batches concurrent concurrency precision quantization quantisation
        quantized quantised quant quants quantizing quantize quantise format dtype datatype
        inference inferencing inferring infer generation generating generate llama.cpp kv
        cache caching fit fits fitting fitted suffice suffices sufficient able capable allow
        allows company companies product production prod dev staging test testing tests local
        locally home homelab lab office cloud onprem prem premise premises self aws gcp azure
        amazon google microsoft runpod vastai vast lambda kaggle colab docker container
        kubernetes k8s linux ubuntu windows slack api app apps application bot bots chatbot
        chatbots assistant rag agent agents coding code project projects demo poc prototype
        customer customers internal customer-facing nvidia amd intel apple geforce radeon
        tesla mac macbook macs studio mini gpus' rtx gtx budget cheap cheaper cheapest
        expensive price fast faster slow slower speed time day days week month hour hours
        first second next last times new old vs versus compare compared comparing comparison
        difference between instead alternatively through via towards e.g eg i.e ie etc btw fyi
        asap tbh imo imho iirc afaik lol lmk hmm hm um uh oh ah wow specifically especially
        mainly assuming assume suppose supposing considering regarding out inside long longer
        short high low higher lower same different particular certain actual current real full
        whole entire normal standard default typical usual usually normally long-term
        roughly-speaking ballpark sanity check checking double-check verify confirm math maths
        number-crunching figure figuring explain show shows details answer answers happen
        happens happening lose losing wait dedicated single separate available free one ones
        spare left remaining leftover w q n u r p ud x dense sizing capacity qat push
        supported limit cap caps evaluating evaluate curiosity curious love loves aside
        throughput latency enjoy interested interesting consider decision deciding choose
        choosing choice option options pick picking plain straight away far close near almost
        nearly exact handy useful careful learn learning learned read reading heard hear saw
        seen found find finding build building built ship shipping release released upgrade
        upgrading move moving migrate switch switching change changing changed add adding
        added remove removing replace replacing improve reduce reducing increase increasing
        grow growing save saving share sharing shared thing things stuff point reason idea
        ideas part parts piece side way ways case cases example examples scenario scenarios
        situation result results data info information list table chart formula rule thumb
        back end begin beginning bottom top middle year years minute minutes morning evening
        night weekend monday tuesday wednesday thursday friday january february march april
        june july august september october november december recently finally eventually
        always never often sometimes mostly pretty quite rather fairly super extremely totally
        completely fully absolutely definitely certainly surely clearly obviously honestly
        frankly literally essentially technically theoretically practically hbm float floats
        floating integer integers ints int fp true realistic managed thinking decide eli5 noob
        decent moe marlin footprint chance chances boss class meta alibaba moonshot zhipu
        setups calc yes-or-no me' ' s t re ve ll d m isnt arent vllm's people person folks'
        hf hub huggingface github reddit discord youtube twitter floor shift shifts desk duty
        site sites holiday holidays weekends ticket logged
        engine backend framework weights-only approx. mod mods modded modified upgraded chinese
        family families decent neither nor anymore longer instead replaced gone sold returned
        sliced slicing time-sliced wat wut wot wht wich whch plus can't won't cant wont jinja
        """
    ),
    help=words_of(
        """
        help examples example usage commands command start menu info about hi hello hey what
        can you do how does this work bot who are is it ? test ping get started
        """
    ),
    numbers={
        **{word: value for value, word in enumerate(_UNITS) if word not in "- one"},
        **{word: 20 + 10 * step for step, word in enumerate(_TENS)},
        "hundred": 100,
        "dozen": 12,
        # as fingers slip
        "tow": 2,
        "thre": 3,
        "forr": 4,
        "fuor": 4,
        "fiev": 5,
        "eigth": 8,
    },
    joiner="and",
    one="one|an?|single|just one|only one",
    some={
        "pair": 2,
        "couple": 2,
        "dual": 2,
        "twin": 2,
        "double": 2,
        "triple": 3,
        "quad": 4,
        "octa": 8,
    },
    half="half an?",
    shares={"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fourth": 0.25, "eighth": 0.125},
    thousand="thousand|grand",
    million="millions?|mm",
    billion="billions?|billons?|bilion|bill",
    trillion="trillions?|trill",
    parameters="params?|parameters?|parms?|paramters?",
    active="active(?: params?| parameters?)?|activated|act",
    bits="bits?|bitts?|bti?s|bti|bist|bits?'s",
    bits_per_weight="bpw|bits?(?: ?/ ?| per )(?:weights?|params?|parameters?|w)|bits?-per-weights?",
    bytes_per_weight="bytes?(?: ?/ ?| per )(?:weights?|params?|parameters?|elements?)",
    tokens="tokens?|toks?|tk|tkns?",
    context=(
        r"(?:max(?:imum)? |model )?(?:context|ctx|cntx|cxt)(?:[ _-]?(?:length|len|windows?"
        r"|size))?s?"
        r"|seq(?:uence)?s?[ _-]?(?:length|len)s?|max[ _-]?(?:model|seq(?:uence)?"
        r"|context)[ _-]?len(?:gth)?"
        r"|n[_-]?ctx|num[_-]ctx|max[ _-]?len(?:gth)?|seqlen|window size|context"
    ),
    full_context=(
        r"(?:full|whole|entire|native|complete)(?: native)? (?:context|ctx)(?:[ -](?:length"
        r"|window|size))?"
        r"|(?:at|with|using|and) (?:its |the |their )?(?:full|max(?:imum)?|native) "
        r"(?:context|ctx)(?:[ -](?:length|window|size))?"
    ),
    shared_prefix=r"(?:shared|common) (?:system )?(?:prefix|prompt)|shared system prompt",
    input=r"inputs?|prompt|prefill|isl",
    output=r"outputs?|generation|generated|completions?|responses?|answers?|osl|decode",
    users=(
        r"users?|people|ppl|seats|persons?|peeps|requests?|reqs?|req|clients?|customers?"
        r"|conversations?|chats"
        r"|sessions?|seqs|sequences|streams?|prompts|developers?|devs|engineers?|colleagues"
        r"|coworkers"
        r"|employees|students?|generations|slots?|queries|callers?|connections?|calls|agents"
    ),
    heads=(
        r"people|persons?|peeps|customers?|developers?|devs|engineers?|colleagues|coworkers"
        r"|employees"
        r"|students?|staff|headcount|folks|seats|agents|analysts?|lawyers?|doctors?|nurses"
        r"|workers|attendees|subscribers|operators|pupils|teachers|visitors|patients|guests|reps"
        r"|members?|editors|writers|sellers|guests|volunteers|interns|trainees|learners|researchers"
        r"|scientists|consultants|managers|programmers|coders|testers|annotators|moderators"
        r"|translators|kids|friends|mates|partners|accountants|clerks|designers|journalists"
        r"|contractors|freelancers|players|tenants|citizens|shoppers|scholars|physicians"
    ),
    requests=r"requests?|reqs?|seqs?|sequences?|prompts?|sessions?|chats?|conversations?|queries|streams?",
    concurrent=(
        r"concurrent(?:ly)?|simultaneous(?:ly)?|parallel|in parallel|active|at once"
        r"|at (?:the|any|one|any one|any given)(?: same| given)? (?:time|moment|point|instant)"
        r"|at a time|concurrents?|online|at peak|in[ -]flight"
    ),
    batch=(
        r"(?:micro[ -]?|per[ -]device(?: train)? |train |max )?batch(?:es)?(?:[ _-]?sizes?)?|bs"
        r"|bsz|mbs"
        r"|concurrency(?: level)?|num[ _-]seqs"
    ),
    team="teams?|group|office|department|org|squad|company",
    each=r"each|per (?:user|request|sequence|person|conversation|seq|req|session)|apiece",
    per_time=(
        r"(?:/|per |a |an |every )\s?"
        r"(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|months?|weeks?)"
    ),
    memory=(
        r"vram|v-ram|video (?:ram|memory)|gpu (?:ram|memory|mem)|unified (?:memory|ram)|hbm\d?e?"
        r"|memory|mem|graphics memory"
    ),
    ram=(
        r"(?:system |cpu |host |main |ddr[345] )?ram|(?:system|cpu|host|main) memory|ddr[345]"
        r"|disk|ssd|nvme|swap|storage"
    ),
    cards=r"(?:nvidia |amd )?(?:gpus?|graphics cards?|video cards?|cards?|accelerators?|boards?)",
    node=r"nodes?|servers?|machines?|box(?:es)?|rigs?|workstations?|instances?|vms?|hosts?|systems?|pods?",
    my="my|our|your|the|this|that|his|her|their",
    on=r"on|with|using|in|across|over|via|onto|for",
    overhead=r"overhead|headroom|margin|buffer|slack|extra|on top|safety(?: margin)?",
    without=r"no|without|zero|w/o|excluding|ignoring|minus|any",
    factor=r"factor|multiplier",
    list_words=r",|;|/|\||&|\+|and|or|vs\.?|versus|to|against|than|then",
    versus=(
        r"vs\.?|versus|compar(?:e|ed|ing|ison)s?|differences?|against|or|rather than|better than"
        r"|instead of|beats?|helps? over"
        r"|which is|both|(?:go(?:ing)?|mov(?:e|ing)|jump(?:ing)?|switch(?:ing)?) (?:up |down )?from"
    ),
    quantised_to=(
        r"quanti[sz](?:ed|ing|e) (?:down )?(?:to|at|in|into)|down to|converted to"
        r"|compress(?:ed)? to"
    ),
    follow_up=(
        r"and|but|what about|how about|what if|instead(?! of)|then|also|vs|versus"
        r"|compared? (?:to|with)|against|make (?:it|that)"
        r"|now(?! (?:an?|the) (?:different|new|other|next))"
        r"|same(?= (?:but|with|for|on|in|at|as|again|thing|question|set-?up|model|cards?|gpus?))"
        r"|no[,.]|i mean|i meant|meant|sorry|oops|wait|scratch that|correction|actually"
        r"|(?:swap|replace|exchange|change|switch)(?= (?:it|out|in|to|over|for|the|that|this|my|our"
        r"|\w{2,12} (?:for|with|by|to)) )|swapping|replacing|switching to|my bad"
    ),
    follow_up_alone="or|try|with|without|no|for|only|just|in|at|on|use|using|keep|take|go with|the",
    serve=r"serv(?:e|es|ing)|inferenc(?:e|ing)|infer|host(?:ing)?|deploy(?:ing|ment)?",
    train=(
        r"(?:full(?:y)?[ -]?(?:parameter[ -]?)?)?fine[ -]?tun(?:e|es|ing)|full[ -]?ft"
        r"|train(?:ing)?|sft|fft|teach(?:ing)? (?:it\b|an? (?:\w+ )?(?:model|llm)|the (?:model"
        r"|llm))"
        r"|full[ -]fine[ -]?tune|instruction tuning"
    ),
    pretrain=r"(?:continued )?pre-?train(?:ing)?|cpt|from scratch",
    checkpointing=(
        r"(?:gradient|grad|activation|act)[ _-]?(?:checkpoint(?:s|ing)?|ckpt(?:ing)?)|gc"
        r"|recompute|recomputation"
        r"|activation recomputation|checkpointing"
    ),
    precisions={
        "half": "fp16",
        "single precision": "fp32",
        "full precision": "fp32",
        "double precision": "fp64",
        "mixed precision": "bf16",
        "no quantization": "bf16",
        "without quantization": "bf16",
        "no quantisation": "bf16",
        "without quantisation": "bf16",
        "no quant": "bf16",
        "brain float": "bf16",
        "brain float 16": "bf16",
    },
)
