/** The note beside the bag's data, in both languages: a reader may have one of them and no program. */
export function readme(about: { report: string; fingerprint: string; vkey: string }): string {
	return `HOW TO CHECK THIS CUSTODY REPORT                      (по-русски ниже)

Report ${about.report}

You need no account, no network and no program of the archive. Work on a copy.
The easiest way is step 3 in a browser: open data/verify.html.

1. Nothing was altered or left out of this folder:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

2. Signatures, proofs and the hashes of files (needs only openssl 3 or newer and the basic commands of Linux):
       sh data/verify.sh
   Better take verify.sh from a copy you trust than from this folder.

3. Everything, including that no event is missing and that the report says what the entries say: open
   data/verify.html in a browser and give it this folder (it opens no connection; better take it, too, from
   a copy you trust), or with the program Custos:
       custos verify THIS-FOLDER

4. WHOSE log is it? A wholly invented archive would pass all of the above. Compare this fingerprint with
   the one the archive gave you by another way (in person, on paper, by telephone):
       ${about.fingerprint}
   or give the key to the check:
       sh data/verify.sh '${about.vkey}'
       custos verify --log-key '${about.vkey}' THIS-FOLDER
   The key printed here came with the bag: use the one you received by another way.
   verify.sh ends with 0 if all that it checks holds and the key that you gave is the log's; with 1 if something
   does not hold; with 2 if it was called in another way; with 3 if all of it holds but whose log it is was not confirmed: you gave no key, or this folder
   says that the key of its log was rotated and yours is an earlier one. It then says whether your key itself signed
   for being rotated; that stewards agreed to it, verify.html or custos verify can tell.
   custos verify, too, ends with 0 only where the key confirms the origin, and with 3 without a key.

5. A sealed item (data/items/*/item.age with item.key) opens with the stock program age:
       age -d -i item.key -o opened item.age && truncate -s SIZE opened && sha256sum opened
   SIZE and the expected hash are in data/report.json and data/report.pdf.

6. The time tokens, if data/ledger/times is there, with the time authority's certificate (PEM) from elsewhere:
       openssl ts -verify -data data/ledger/times/SIZE.checkpoint -in data/ledger/times/SIZE.N.tsr -CAfile CERTIFICATE
   or all of them, each by the time it tells: sh data/verify.sh --time-ca CERTIFICATE
   Who else watched over the log, if data/ledger/cosigned is there, with the key of a witness from elsewhere:
       sh data/verify.sh --witness KEY

7. The signature inside the paper; compare the certificate with section 12 of the report:
       pdfsig data/report.pdf

What is proven: an original in this folder is the one that the archive received. Of an item whose original is not
here: that the stored bytes had the committed hash when they were read back, on the day that the report gives;
they were not read again for it. Items of which not even that is known are named under what the report does not
prove. And: these people, and no others in this log, were given the means to open them. What is not: that the
scene is true; what people outside the case attempted. See the last section of the report.


КАК ПРОВЕРИТЬ ЭТОТ ОТЧЁТ

Отчёт ${about.report}

Не нужны ни учётная запись, ни сеть, ни программы архива. Работайте с копией.
Проще всего шаг 3 в браузере: откройте data/verify.html.

1. В папке ничего не изменено и не пропало:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

2. Подписи, доказательства и хеши файлов (нужны только openssl 3 или новее и основные команды Linux):
       sh data/verify.sh
   Лучше взять verify.sh из копии, которой вы доверяете, а не из этой папки.

3. Всё, в том числе что ни одно событие не опущено и отчёт совпадает с записями: откройте data/verify.html в
   браузере и передайте ему эту папку (связи он не устанавливает; лучше и его взять из копии, которой вы
   доверяете), либо программой Custos:
       custos verify ЭТА-ПАПКА

4. ЧЕЙ это журнал? Целиком выдуманный архив тоже прошёл бы все проверки выше. Сравните отпечаток с тем,
   который архив передал вам иным путём (лично, на бумаге, по телефону):
       ${about.fingerprint}
   или передайте проверке ключ журнала, полученный иным путём:
       sh data/verify.sh 'КЛЮЧ'
       custos verify --log-key 'КЛЮЧ' ЭТА-ПАПКА
   verify.sh завершается кодом 0, если всё, что он проверяет, сходится и переданный ключ — ключ этого журнала;
   кодом 1, если что-то не сходится; кодом 2, если вызван неверно; кодом 3, если всё сходится, но не подтверждено, чей это журнал: ключ не передан,
   или по словам папки ключ журнала сменили, а у вас прежний. Тогда сказано и то, подписал ли смену сам ваш ключ;
   согласились ли на неё распорядители, покажут verify.html или custos verify.
   custos verify тоже завершается кодом 0, только если ключ подтвердил источник, а без ключа — кодом 3.

5. Запечатанный файл (data/items/*/item.age вместе с item.key) открывается обычной программой age:
       age -d -i item.key -o opened item.age && truncate -s РАЗМЕР opened && sha256sum opened
   РАЗМЕР и ожидаемый хеш указаны в data/report.json и data/report.pdf.

6. Метки времени, если есть папка data/ledger/times; сертификат службы времени (PEM) получите иным путём:
       openssl ts -verify -data data/ledger/times/РАЗМЕР.checkpoint -in data/ledger/times/РАЗМЕР.N.tsr -CAfile СЕРТИФИКАТ
   или все сразу, каждую на указанное в ней время: sh data/verify.sh --time-ca СЕРТИФИКАТ
   Кто ещё следил за журналом, если есть data/ledger/cosigned; ключ свидетеля получите иным путём:
       sh data/verify.sh --witness КЛЮЧ

7. Подпись внутри самого документа; сравните сертификат с разделом 12 отчёта:
       pdfsig data/report.pdf

Доказано: оригинал, если он в этой папке, — тот, что поступил в архив. О файле, оригинала которого здесь нет: что
хранимые байты имели зафиксированный хеш, когда их перечитывали, в день, указанный в отчёте; для отчёта их заново не
перечитывали. Файлы, о которых не известно и этого, названы там, где сказано, чего отчёт не доказывает. И ещё: этим
лицам, и по этому журналу никому иному, была дана возможность их открыть. Не доказано: что изображённое правдиво;
что пытались сделать посторонние. См. последний раздел отчёта.
`;
}
