using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.RateLimiting;

namespace Serverless.Azure.Tests.RateLimiting.Rules;

public sealed class TableOwnLimitMarksTests(Azurite azurite) : OwnLimitMarksContract
{
    protected override IOwnLimitMarks Marks { get; } = new TableOwnLimitMarks(new TestAccount(azurite).Tables);
}
