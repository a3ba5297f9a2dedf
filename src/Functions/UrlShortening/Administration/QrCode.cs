using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>
/// Draws a text as a QR code (ISO/IEC 18004, error correction M) in SVG, with the quiet zone of four modules. One path of
/// runs is a tenth of the size of one rectangle a module, which is what the library's own renderer makes.
/// </summary>
public static class QrCode
{
    public static string Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges">""");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(text)}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"""<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{Path(code)}"/></svg>""");
        return svg.ToString();
    }

    private static StringBuilder Path(QRCodeData code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                var start = x;
                while (x < row.Count && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return path;
    }
}
