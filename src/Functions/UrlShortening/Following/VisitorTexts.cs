using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Serverless.Core.UrlShortening;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>What visitors are told of a link that leads nowhere, in the languages there are.</summary>
internal static class VisitorTexts
{
    private const string Default = "en";

    private static readonly FrozenDictionary<string, Texts> All = new Dictionary<string, Texts>
    {
        [Default] = new(
            ("This link does not exist", "Check the address: upper and lower case differ. Or ask whoever gave it to you."),
            ("This link is no longer valid", "It has expired or was deleted. Ask whoever gave it to you for a new one."),
            ("This link is blocked", "It leads to a site that is blocked here. Do not visit it.")),
        ["de"] = new(
            ("Diesen Link gibt es nicht", "Prüfen Sie die Adresse: Groß- und Kleinschreibung sind wichtig. Oder fragen Sie, wer Ihnen den Link gegeben hat."),
            ("Dieser Link gilt nicht mehr", "Er ist abgelaufen oder wurde gelöscht. Bitten Sie um einen neuen, wo Sie ihn herhaben."),
            ("Dieser Link ist gesperrt", "Er führt zu einer Seite, die hier gesperrt ist. Besuchen Sie sie nicht.")),
        ["es"] = new(
            ("Este enlace no existe", "Compruebe la dirección: se distinguen mayúsculas y minúsculas. O pregunte a quien se lo dio."),
            ("Este enlace ya no es válido", "Ha caducado o se ha eliminado. Pida uno nuevo a quien se lo dio."),
            ("Este enlace está bloqueado", "Lleva a un sitio que está bloqueado aquí. No lo visite.")),
        ["fr"] = new(
            ("Ce lien n’existe pas", "Vérifiez l’adresse : les majuscules et les minuscules sont distinctes. Ou demandez à la personne qui vous l’a donné."),
            ("Ce lien n’est plus valable", "Il a expiré ou a été supprimé. Demandez-en un nouveau à la personne qui vous l’a donné."),
            ("Ce lien est bloqué", "Il mène à un site qui est bloqué ici. Ne le visitez pas.")),
        ["it"] = new(
            ("Questo link non esiste", "Controlli l’indirizzo: maiuscole e minuscole sono diverse. Oppure chieda a chi glielo ha dato."),
            ("Questo link non è più valido", "È scaduto o è stato eliminato. Ne chieda uno nuovo a chi glielo ha dato."),
            ("Questo link è bloccato", "Porta a un sito che qui è bloccato. Non lo visiti.")),
        ["nl"] = new(
            ("Deze link bestaat niet", "Controleer het adres: hoofdletters en kleine letters zijn verschillend. Of vraag het aan wie u de link gaf."),
            ("Deze link is niet meer geldig", "Hij is verlopen of verwijderd. Vraag een nieuwe aan wie u de link gaf."),
            ("Deze link is geblokkeerd", "Hij leidt naar een site die hier geblokkeerd is. Bezoek die niet.")),
        ["pl"] = new(
            ("Ten link nie istnieje", "Sprawdź adres: wielkie i małe litery się różnią. Możesz też zapytać osobę, od której go masz."),
            ("Ten link jest już nieważny", "Wygasł albo został usunięty. Poproś o nowy osobę, od której go masz."),
            ("Ten link jest zablokowany", "Prowadzi do strony, która jest tu zablokowana. Nie odwiedzaj jej.")),
        ["pt"] = new(
            ("Este link não existe", "Verifique o endereço: há diferença entre maiúsculas e minúsculas. Ou pergunte a quem lho deu."),
            ("Este link já não é válido", "Expirou ou foi eliminado. Peça um novo a quem lho deu."),
            ("Este link está bloqueado", "Leva a um site que está bloqueado aqui. Não o visite.")),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages there are, as tags of RFC 5646.</summary>
    public static IEnumerable<string> Languages => All.Keys;

    /// <summary>The language that suits a visitor best: English where none does.</summary>
    /// <param name="acceptLanguage">The <c>Accept-Language</c> header (RFC 9110, section 12.5.4); regions don't matter.</param>
    public static string LanguageOf(StringValues acceptLanguage)
    {
        var wishes = StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var named) ? named : [];
        var wish = wishes.Where(wish => wish.Quality is null or > 0).OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => wish.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(All.ContainsKey);
        return wish ?? Default;
    }

    public static (string Title, string Advice) Of(string language, LinkStatus status) => status switch
    {
        LinkStatus.Gone => All[language].Gone,
        LinkStatus.Blocked => All[language].Blocked,
        _ => All[language].NotFound,
    };

    private sealed record Texts((string Title, string Advice) NotFound, (string Title, string Advice) Gone, (string Title, string Advice) Blocked);
}
