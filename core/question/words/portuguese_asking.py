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
            r"(?<!\d )(?<!\d)(?:pedidos|requisicoes|requests) por segundo",
            r"velocidades?|vazao|debito|quao rapid[oa]s?|mais (?:rapid[oa]s?|lent[oa]s?)",
            r"(?:muito|demasiado|bem|super) lent[oa]s?|fica lent[oa]|lent[oa]s? demais"
            r"|com que rapidez",
        ),
        "latency": (
            r"respond\w* em (?:menos de |ate |um |meio )?(?:\d{1,4}(?:[.,]\d)? ?)?(?:ms"
            r"|milissegundos?"
            r"|s|segundos?)|latencias?|tempos? (?:ate|para|pra) o primeiro token"
            r"|tempos? de resposta",
        ),
        "price": (
            r"mais barat[oa]s?|mais car[oa]s?|mais em conta|(?:fica|sai) (?:mais )?car[oa]",
            r"quant[oa] (?:me |nos |te |que )?(?:custa|custam|custaria|custariam|vai custar|sairia"
            r"|sai|pago|pagamos|pagaria)(?: (?:por|ao|a) (?:mes|hora|dia|ano))?",
            r"quantos (?:reais|euros|dolares)|quanto dinheiro|fatura|conta mensal"
            r"|(?:qual|que) (?:e )?(?:o )?(?:custo|preco|valor)|preco (?:de|do|da|dum|duma)"
            r"|vale (?:o dinheiro|o preco|a pena o preco)|(?:custo|preco) (?:mensal|anual"
            r"|total"
            r"|por (?:hora|mes|dia|token|milhao))",
            r"quanto (?:gasto|gastamos|gastaria|fica|ficaria) por (?:mes|hora|dia|ano)",
        ),
        "training_time": (
            r"quant[oa]s (?:horas|dias|semanas|minutos)|tempo de (?:treino|treinamento)"
            r"|horas de gpu|(?:horas|dias|semanas) (?:para|pra|de) (?:treinar|treino|afinar"
            r"|ajustar|finetun\w*)"
            r"|tempo (?:por|de cada) (?:epoca|passo)|(?:epocas|passos) por (?:hora|dia)",
        ),
        "ram": (
            rf"(?:quant[oa] (?:de |d[ea] )?)?(?:{_QUALIFIED_RAM})",
            r"(?:so|apenas|somente) (?:tenho |com )?(?:a |uma? )?cpu|sem (?:gpu|placa de video)"
            r"|(?:na|em) cpu|no processador",
        ),
        "disk": (
            r"(?:em|no|de) disco|espaco em disco|tamanho do (?:download|ficheiro|arquivo)"
            r"|quanto espaco"
            r"|no (?:ssd|nvme)|para baixar|(?:e|ou) disco\b",
        ),
        "power": (
            r"quantos watts|quanta energia|consumo (?:de energia|eletrico|energetico)|conta de luz"
            r"|energia eletrica|(?:qual|que) (?:e )?(?:a )?fonte|kwh"
            r"|quanto (?:consome|gasta) de (?:energia|luz)|eletricidade",
            r"consumos? em (?:watts|w\b|kw)|(?<!\d)(?<!\d )watts?(?: na tomada)?|na tomada"
            r"|(?:aquece|esquenta)m?"
            r"|(?:faz|fazem) muito barulho|que calor",
        ),
        "quality": (
            r"mais (?:burr[oa]s?|inteligentes?|espert[oa]s?)|acuracia|perplexidade",
            r"perd(?:e|em|er|endo) (?:muito|muita|muito em|alguma)? ?qualidade"
            r"|(?:qual|que|quanta|boa|muita) (?:e )?(?:a )?(?:perda de )?qualidade"
            r"|perda de qualidade",
            r"(?:muito |bem )?pior(?:es)?(?: (?:que|do que|em))?",
            r"(?:prejudica|afeta|estraga|piora)m? (?:muito |a |o |as |na |no )*(?:qualidade"
            r"|acuracia|raciocinio"
            r"|capacidades?|respostas?|desempenho|inteligencia"
            r"|precisao das respostas)"
            r"|(?:a )?qualidade (?:fica|continua|ainda|e|esta) (?:\w+ )?(?:boa|ma|ok|aceitavel"
            r"|ruim|razoavel)",
            r"(?:escreve|programa|responde|raciocina|traduz)m? (?:melhor|pior)"
            r"|(?:melhor|bo[ma]) (?:em|para|pra|a) (?:programar|programacao|codar|codigo|matematica"
            r"|escrever|escrita|raciocinio|traduzir|traducao|resumir|resumos|portugues|agentes|rag)",
        ),
        "other_model": (),
    },
    how_long=(
        r"quanto tempo (?:demora|leva|vai|para|pra|dura|ate|levaria|demoraria|seria|e|de)"
        r"|quanto (?:demora|demoraria)|em quanto tempo"
    ),
    per_second=(
        r"(?:quantos |que )?(?:tokens?|toks?|palavras)(?: eu"
        r"| ele)?(?: \w+)? ?(?:/"
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
    not_this=(
        r"(?:afinal )?nao (?:precisa(?: de)? ser|tenho|temos|uso|(?:vou|vamos|quero|queremos"
        r"|preciso"
        r"|estou a|estamos a|e|sao|seria)(?: (?:de|mais|para|pra))?|para|pra)"
        r"|(?:ninguem|quem) (?:precisa|quer)(?: de| d[ao]s)?|(?:nao|sem) (?:contar|usar"
        r"|considerar|incluir)(?: com)?|nao|nada de|sem|nem|tirando"
        r"|esquece(?:r)?|ignora(?:r)?"
        r"|qualquer coisa menos|tudo menos|tira(?:r)?|descarta(?:r)?|larga(?:r)?"
    ),
    said_before=r"(?:o |a )?(?:ticket|email|pedido|documento|ficha|planilha|folha|orcamento|pagina)"
    r" (?:diz|dizia|fala|menciona|lista)|(?:eu |nos )?(?:disse|dissemos|escrevi|escrevemos|falei"
    r"|falamos|pus)",
    rather=(
        r"quer dizer|ou melhor|na verdade|digo|alias|melhor dizendo|desculpa|perdao|nao,? espera"
        r"|espera|editado|correcao|corrigindo|ops|qui[sz] dizer|quero dizer|nao,? esquece"
    ),
    gone=(
        r"(?:esta[o]? |foi |foram )?(?:avariou|avariaram|avariad[oa]s?|morreu|morreram|queimou"
        r"|queimaram"
        r"|quebrou|quebraram|ocupad[oa]s?|estragou|pifou|reservad[oa]s?)\b"
    ),
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
        r"|funciona|estoura|estourar|rebenta|rola(?:ria)?\b|roda liso|vai bem|guenta|entra[mr]?"
        r"|(?:ja )?resolve[mr]?",
        r"cheg(?:a|am|aria|ariam)(?= (?:para|pra|pro|com|em|num)|\s*\?|\s*$)|sim ou nao"
        r"|dao?(?=\s*\?)"
        r"|(?:da|dao|daria) (?:em|num|numa|com|pra|para|conta)|serve[m]?(?=\s*\?)|(?:e"
        r"|sera) (?:possivel"
        r"|viavel|suficiente)|(?:esta|estao) (?:certo|correto|bem)(?=\s*\?)|sobrevive|(?:consig[ao]"
        r"|conseg\w{2,7}|posso|pode|podemos)\b[^?!]{0,60}?\b(?:meter|por|encaixar|alojar|correr"
        r"|enfiar"
        r"|colocar)|dara|vai dar|certo(?=\s*\?)|ok(?=\s*\?)|correm? (?:em|num)|vai(?=\s*\?)"
        r"|oom ou nao|pois nao(?=\s*\?)",
    ),
    may_fit=r"(?!)",
    amount=(
        r"quant[oa]s?|q(?:n)?t[oa]s?|qual (?:gpu|placa|hardware|maquina|a memoria|o minimo"
        r"|instancia)|que (?:gpu"
        r"|placa|hardware|maquina)",
        r"(?:o )?(?:que|q) (?:eu )?(?:preciso|precisa|precisamos|e necessario)",
        r"(?:minimo|menor) (?:de )?(?:numero de )?(?:gpus?|placas?|memoria|hardware)",
    ),
    difference=(
        r"quant[oa] (?:\w+ )?(?:a )?(?:mais|menos|extra)"
        r"|(?:memoria|vram) (?:extra|a mais|adicional)",
        r"(?:gasta|come|usa|ocupa|custa|reduz|poupa|economiza) (?:alguma )?(?:memoria|vram)"
        r"|quanto custa isso|quant[oa] (?:de )?(?:\w+ )?(?:economiz|poup|ganh)\w+",
        r"diferencas?|(?:menor|maior) (?:do )?que",
    ),
    most_context=(
        r"(?:maior|max(?:imo)?|maxima) (?:de |tamanho de |numero de |quantidade de )?(?:contexto"
        r"|janela|tokens|ctx|prompt|sequencia)",
        r"(?:contexto|janela(?: de contexto)?|tamanho de contexto) maxim[oa]"
        r"|quanto (?:de )?(?:contexto|ctx)",
        r"quantos tokens|qual (?:e )?(?:o |a )?(?:tamanho de |tamanho do )?(?:contexto"
        r"|janela)(?: de contexto)?"
        r"(?= (?:cabe|consigo|da|posso|max|possivel|que|eu|suporta|aguenta))",
        r"(?:maior|max(?:imo)?|mais alto) [^?!.;]{0,30}?(?:--)?(?:max[ _-]model[ _-]len|num[ _-]ctx"
        r"|ctx[ _-]size|n[ _-]ctx)\b",
        r"qu(?:ao|al) long[ao]s? pode[m]? (?:ser|ficar)|que comprimento (?:de )?(?:conversa"
        r"|documento|texto)",
        r"ate (?:quanto|que tamanho) (?:de )?contexto|que (?:tamanho de )?contexto (?:cabe"
        r"|consigo|posso)",
    ),
    most_users=(
        r"quant[oa]s (?:mais )?(?:usuari[oa]s|pessoas|requisicoes|sessoes|clientes|conversas"
        r"|sequencias|requests|acessos|pedidos|utilizadores|chamadas|alunos|funcionarios|devs"
        r"|atendimentos|chats|agentes)",
        r"(?:maior|max(?:imo)?|mais alto) [^?!.;]{0,30}?(?:--)?max[ _-]num[ _-]seqs\b",
        r"quant[oa]s (?:[a-z]+ ){0,4}?(?:em paralelo|ao mesmo tempo|em simultaneo|simultaneamente"
        r"|de uma vez)",
        r"(?:maior|max(?:imo)?|maxima) (?:(?:de|numero de|quantidade de|total de) )?(?:usuarios"
        r"|pessoas|requisicoes|sessoes|lote|batch|concorrencia|requests|clientes|sequencias"
        r"|utilizadores)",
        r"(?:lote|batch|concorrencia|numero de usuarios) maxim[oa]|qual (?:o )?(?:tamanho (?:de"
        r"|do) )?(?:lote|batch) (?:cabe|consigo|maximo|max)",
        r"concorrencia (?:para|de|do|n[ao])\b|maior (?:micro ?)?batch",
        r"ate quant[oa]s (?:usuari[oa]s|pessoas|requisicoes|sessoes|clientes)"
        r"|(?:usuarios|utilizadores|sessoes|pedidos) (?:no )?max(?:imo)?(?= ?(?:\?|$|entao))",
    ),
    largest_model=(
        r"(?:maior|melhor|maximo) (?:tamanho (?:de|do) )?(?:modelo|llm)|(?:que|quais|qual) (?:o "
        r"|os )?(?:tamanho de )?(?:modelos?|llms?)(?: (?:decentes?|grandes?|bons?|bom|maiores"
        r"|fortes?|atuais|novos?"
        r"|locais|local|uteis|util))?"
        r"(?= (?:cabem?|consigo|posso|da|roda|rodam|eu|podemos|conseguimos|que|consegue))",
        r"modelo (?:de que tamanho|maximo)|qual o tamanho (?:maximo )?(?:de|do) modelo"
        r"|o que (?:mais )?(?:eu )?(?:consigo|posso|da pra|da para|cabe|roda|rodo|corre)",
        r"ate que tamanho (?:de )?modelo|quantos (?:bilhoes"
        r"|parametros)(?= (?:de parametros )?(?:cabem?|consigo|posso))",
        r"tamanho maximo (?:de|do) modelo|que tamanho de modelo|o que (?:e que )?(?:roda|rodam"
        r"|corre"
        r"|cabe|entra|da|eu rodo)\b",
    ),
    largest=r"(?:qual (?:e )?)?(?:[oa] )?(?:maior|melhor|mais (?:forte|potente|pesad[oa]))",
    which_of_family=(
        r"(?:que|qual|quais)(?: (?:o|os|e o))? (?:tamanhos?|versao|versoes)(?: d[aeo])?|que|qual"
    ),
    count=(
        r"(?:quant[oa]s|(?:o )?(?:menor|numero minimo|minimo|menor numero|minimo numero)(?: de"
        r"| possivel de)?"
        r"(?: numero de)?|numero de|que numero de|qual o (?:minimo|numero) de)(?: (?:dess[ea]s"
        r"|est[ea]s|mais"
        r"|novas|unidades de|[oa]s)){0,2} (?:{cards})|quant[oa]s (?:eu |nos )?(?:preciso"
        r"|precisamos|sao"
        r"|seriam|coloco|compro|temos de|tenho de|devo|vou precisar|ponho|encomendo|dessas|desses"
        r"|delas|deles)"
    ),
    formats=(
        r"(?:que|qual|quais|melhor|maior|menor)(?: (?:e|seria|tipo de|nivel de"
        r"|formato de))?(?: [oa])?"
        r"(?: (?:melhor|maior|menor))?"
        r" (?:quantizac(?:ao|oes)|quants?|precis(?:ao|oes)|formato(?: numerico)?|dtype|bpw|gguf)\b"
        r"|quantos bits\b|(?:preciso|tenho|temos) (?:de |que )?quantizar|ate quanto (?:tenho"
        r"|preciso)",
    ),
    parts={
        "kv_cache": (
            r"(?:\x04+ )?(?:caches?(?: (?:de |do )?kv| de chaves e valores)?|kv(?:[ -]?cache)?)"
        ),
        "weights": r"pesos(?: do modelo)?",
        "optimizer": r"(?:estados? d[oe] )?otimizador|optimizador",
        "gradients": r"gradientes?",
        "activations": r"ativac(?:ao|oes)",
        "state": r"estados? (?:ssm|do mamba|recorrentes?)",
    },
    only=(
        r"(?:so|apenas|somente|unicamente|exclusivamente|tamanho d[oae]s?)(?: (?:quero|preciso"
        r"|interessa"
        r"|para|pra|d[oae]))?(?: (?:[oa]s?|d[oae]s?))?"
    ),
    alone=(
        r"sozinh[oa]s?|isolad[oa]s?|apenas|somente|por si so|(?:d[oae]|para [oa]) (?:\x02|\x03)"
        r"|por token"
    ),
    amount_of=(
        r"(?:quant[oa](?: de)?(?: memoria| vram| espaco)?|quantos (?:gi?bs?|gigas?)|que tamanho)"
        r"(?: (?:e|sao|ocupa[m]?|gasta[m]?|pesa[m]?|tem|da|dao|so|apenas|vai|vao|para|pra"
        r"|leva[m]?|de"
        r"|consome[m]?|disso|diss[oa]|[oa]s?)){0,5}"
    ),
    per_gpu=(
        r"(?<!gb )(?<!gib )(?:memoria|vram|quanto|uso|fica|ficam|ocupa|gb)(?: (?:fica|ocupa|usa"
        r"|de|vai|da"
        r"|e|precisa|preciso|memoria|vram|gpu)){0,3} (?:por|em cada(?: uma das)?"
        r"|para cada) (?:{cards})",
        r"^\W*(?:e )?(?:por|em cada) (?:{cards})\b",
        r"cada (?:{cards}) (?:usa|fica|precisa|guarda|leva|gasta|carrega|tem de|ocupa|recebe)",
    ),
)
