using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Serverless.Console.Tests.Browser;

/// <summary>Holds a page without frames to every rule of axe, which runs in the page itself.</summary>
internal static class Axe
{
    // Every rule is run on every element; what keeps a rule is not listed.
    private const string Run = """
        async () => {
          if (window.frames.length > 0) throw new Error('axe would not look into the frames of this page')
          const { violations } = await axe.run(document, { resultTypes: ['violations'] })
          return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(node => node.html).join(' ')}`)
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong, with the elements; it remains in the document for the next time.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(Run);
    }
}
