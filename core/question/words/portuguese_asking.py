"""Portuguese: what is asked."""

from core.question.words.asking import Asking

_QUALIFIED_RAM = (
    r"(?:memoria )?ram (?:d[oae]|n[oa]) (?:meu |minha |nosso |nossa )?(?:computador|pc|servidor"
    r"|host"
    r"|sistema|maquina|cpu|placa[- ]mae)|memoria (?:do sistema|principal|do host)"
)

PORTUGUESE_ASKING = Asking(
    subjects={
        "speed": (
            r"velocidades?|vazao|debito|quao rapid[oa]s?|mais (?:rapid[oa]s?|lent[oa]s?)",
            r"(?:muito|demasiado) lent[oa]s?|lent[oa]s? demais|com que rapidez",
        ),
        "latency": (r"latencias?|tempos? (?:ate|para|pra) o primeiro token|tempos? de resposta",),
        "price": (
            r"mais barat[oa]s?|mais car[oa]s?|mais em conta|(?:fica|sai) (?:mais )?car[oa]",
            r"quant[oa] (?:me |nos |te |que )?(?:custa|custam|custaria|custariam|vai custar|sairia"
            r"|sai|pago|pagamos|pagaria)(?: (?:por|ao|a) (?:mes|hora|dia|ano))?",
            r"quantos (?:reais|euros|dolares)|quanto dinheiro|fatura|conta mensal"
            r"|(?:qual|que) (?:e )?(?:o )?(?:custo|preco|valor)|(?:custo|preco) (?:mensal|anual"
            r"|total"
            r"|por (?:hora|mes|dia|token|milhao))",
            r"quanto (?:gasto|gastamos|gastaria|fica|ficaria) por (?:mes|hora|dia|ano)",
        ),
        "training_time": (
            r"quant[oa]s (?:horas|dias|semanas|minutos)|tempo de (?:treino|treinamento)"
            r"|horas de gpu",
        ),
        "ram": (
            rf"(?:quant[oa] (?:de |d[ea] )?)?(?:{_QUALIFIED_RAM})",
            r"(?:so|apenas|somente) (?:tenho |com )?(?:a |uma? )?cpu|sem (?:gpu|placa de video)"
            r"|(?:na|em) cpu|no processador",
        ),
        "disk": (
            r"(?:em|no|de) disco|espaco em disco|tamanho do (?:download|ficheiro|arquivo)"
            r"|quanto espaco"
            r"|no (?:ssd|nvme)|para baixar",
        ),
        "power": (
            r"quantos watts|quanta energia|consumo (?:de energia|eletrico|energetico)|conta de luz"
            r"|energia eletrica|(?:qual|que) (?:e )?(?:a )?fonte|kwh"
            r"|quanto (?:consome|gasta) de (?:energia|luz)|eletricidade",
        ),
        "quality": (
            r"mais (?:burr[oa]s?|inteligentes?|espert[oa]s?)|acuracia|perplexidade",
            r"perd(?:e|em|er|endo) (?:muito|muita|muito em|alguma)? ?qualidade"
            r"|(?:qual|que|quanta|boa|muita) (?:e )?(?:a )?(?:perda de )?qualidade"
            r"|perda de qualidade",
            r"(?:muito |bem )?pior(?:es)?(?: (?:que|do que|em))?",
            r"(?:escreve|programa|responde|raciocina|traduz)m? (?:melhor|pior)"
            r"|melhor (?:em|para|pra) (?:programar|programacao|codigo|matematica|escrever"
            r"|traduzir)",
        ),
        "other_model": (),
    },
    how_long=(
        r"quanto tempo (?:demora|leva|vai|para|pra|dura|ate|levaria|demoraria|seria|e|de)"
        r"|quanto (?:demora|demoraria)"
    ),
    per_second=(
        r"(?:quantos |que )?(?:tokens?|toks?|palavras)(?: eu| ele)?(?: \w+)? ?(?:/"
        r"|por) ?(?:segundos?|seg"
        r"|s|minutos?|horas?)"
    ),
    reaching=(
        r"(?:ter|dar|da|chegar? a|chega a|atingir|atinge|faz|fazer|consigo|tirar|entrega|entregar"
        r"|esperar)(?: (?:pelo menos|mais de|uns|cerca de))?"
    ),
    question_of_number=r"(?:uma? )?fontes? de|sera que|preciso de|basta|bastam|chegam?",
    ram=rf"(?:de )?(?:ram|memoria ram)|{_QUALIFIED_RAM}",
    disk=r"(?:de )?(?:nvme|ssd|discos?|hd|armazenamento)",
    topics=(
        r"(?:custos?|precos?|dinheiro|orcamento|velocidade|desempenho|latencia|qualidade|energia"
        r"|disco"
        r"|consumo|tempo de treino|quanto custa|tokens? por segundo|throughput)"
    ),
    dismissing=(
        r"nao (?:me |nos |te )?(?:importo|importamos|importa|ligo|interessa|interessam|preocupo"
        r"|quero saber"
        r"|estou perguntando|estou a perguntar|preciso saber|preciso de saber|falo)"
        r"(?: (?:com|d[aeo]|sobre|pel[ao]))*|sem (?:contar|olhar|considerar|falar|perder)"
        r"|independente(?:mente)?(?: d[aeo])?|ignora(?:r|ndo)?|esquece|e nao|nao e|nem|tirando|fora"
    ),
    dismissed=(
        r"nao (?:me )?(?:importam?|interessam?|e (?:importante|um problema|problema|relevante"
        r"|prioridade))|a parte|e o de menos|e irrelevante|sao irrelevantes|tanto faz|pode esperar"
    ),
    fit=(
        r"d(?:a|ao) conta|cabe[mr]?|caberiam?|caberao?|coube|encaixa[mr]?|suficientes?|basta[mr]?"
        r"|bastaria"
        r"|possivel|da conta",
        r"(?:da|dao|daria|dar|deu) (?:pra|para|de)\b[^?!]{0,40}?\b(?:rodar|usar|servir|treinar"
        r"|carregar|executar|subir|hospedar|fazer)",
        r"(?:consig[ao]|conseg\w{2,7}|posso|pode(?:m|mos|ria)?|sera que|serve|daria"
        r"|vai (?:conseguir|dar))\b[^?!]{0,60}?"
        r"\b(?:rodar|roda|usar|servir|treinar|carregar|executar|subir|hospedar|segurar|fazer"
        r"|aguentar|suportar|fine-?tun\w+|lora|qlora)",
        r"roda(?:m|ria|riam)?\b|aguenta(?:m|ria)?|suporta(?:m|ria)?|segura(?:m)?|comporta"
        r"|funciona|estoura|estourar",
    ),
    amount=(
        r"quant[oa]s?|q(?:n)?t[oa]s?|qual (?:gpu|placa|hardware|maquina|a memoria|o minimo"
        r"|instancia)|que (?:gpu"
        r"|placa|hardware|maquina)",
        r"(?:o )?(?:que|q) (?:eu )?(?:preciso|precisa|precisamos|e necessario)",
        r"(?:minimo|menor) (?:de )?(?:numero de )?(?:gpus?|placas?|memoria|hardware)",
    ),
    most_context=(
        r"(?:maior|max(?:imo)?|maxima) (?:de |tamanho de |numero de |quantidade de )?(?:contexto"
        r"|janela|tokens|ctx|prompt|sequencia)",
        r"(?:contexto|janela(?: de contexto)?|tamanho de contexto) maxim[oa]"
        r"|quanto (?:de )?(?:contexto|ctx)",
        r"quantos tokens|qual (?:e )?(?:o |a )?(?:tamanho de |tamanho do )?(?:contexto"
        r"|janela)(?: de contexto)?"
        r"(?= (?:cabe|consigo|da|posso|max|possivel|que|eu|suporta|aguenta))",
        r"ate (?:quanto|que tamanho) (?:de )?contexto|que (?:tamanho de )?contexto (?:cabe"
        r"|consigo|posso)",
    ),
    most_users=(
        r"quant[oa]s (?:mais )?(?:usuari[oa]s|pessoas|requisicoes|sessoes|clientes|conversas"
        r"|sequencias|requests|acessos|pedidos|utilizadores|chamadas|alunos|funcionarios|devs"
        r"|atendimentos)",
        r"(?:maior|max(?:imo)?|maxima) (?:(?:de|numero de|quantidade de|total de) )?(?:usuarios"
        r"|pessoas|requisicoes|sessoes|lote|batch|concorrencia|requests|clientes|sequencias"
        r"|utilizadores)",
        r"(?:lote|batch|concorrencia|numero de usuarios) maxim[oa]|qual (?:o )?(?:tamanho (?:de"
        r"|do) )?(?:lote|batch) (?:cabe|consigo|maximo|max)",
        r"ate quant[oa]s (?:usuari[oa]s|pessoas|requisicoes|sessoes|clientes)",
    ),
    largest_model=(
        r"(?:maior|melhor|maximo) (?:tamanho (?:de|do) )?(?:modelo|llm)|(?:que|quais|qual) (?:o "
        r"|os )?(?:tamanho de )?(?:modelos?|llms?)"
        r"(?= (?:cabem?|consigo|posso|da|roda|rodam|eu|podemos|conseguimos|que|consegue))",
        r"modelo (?:de que tamanho|maximo)|qual o tamanho (?:maximo )?(?:de|do) modelo"
        r"|o que (?:eu )?(?:consigo|posso|da pra|da para|cabe|roda|rodo|corre)",
        r"ate que tamanho (?:de )?modelo|quantos (?:bilhoes"
        r"|parametros)(?= (?:de parametros )?(?:cabem?|consigo|posso))",
        r"tamanho maximo (?:de|do) modelo|que tamanho de modelo",
    ),
)
