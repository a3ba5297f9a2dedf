using CsCheck;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>The machine does what the naive model does, step by step, whatever the steps are.</summary>
public sealed class CursorMachineModelTests
{
    private const int Steps = 60;
    private const ulong Seed = 42;

    private static readonly string[] Keys = ["", "a", "b"];
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static readonly Gen<CursorRules> Rules =
        from isOrdered in Gen.Bool
        from attempts in Gen.Int[1, 4]
        from exhausted in Gen.Enum<ExhaustedAction>()
        select new CursorRules { IsOrdered = isOrdered, MaxAttempts = attempts, OnExhausted = exhausted };

    private static readonly Gen<(int Kind, int A, int B)[]> Script = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000], Gen.Int[0, 1_000]).Array[Steps];

    [Fact]
    public void Does_what_the_model_does() => Gen.Select(Rules, Script).Sample((rules, script) =>
    {
        var run = new Run(rules);
        foreach (var (kind, a, b) in script)
        {
            run.Step(kind, a, b);
        }
    });

    private sealed class Run(CursorRules rules)
    {
        private readonly CursorModel model = new(rules, Seed);
        private readonly List<LeasedMessageId> given = [];
        private CursorState state = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
        private DateTimeOffset now = Start;
        private ulong leases;

        public void Step(int kind, int a, int b)
        {
            switch (kind)
            {
                case < 25:
                    model.Publish(Keys[a % Keys.Length], isWanted: b % 5 > 0);
                    break;
                case < 35:
                    now += TimeSpan.FromMilliseconds(a * b / 10);
                    break;
                case < 37:
                    now -= TimeSpan.FromSeconds(a % 60);
                    break;
                default:
                    Command(kind, a, b);
                    Compare();
                    break;
            }
        }

        private void Command(int kind, int a, int b)
        {
            if (kind < 60)
            {
                Lease(1 + (a % 5));
            }
            else if (kind < 90 && given.Count > 0)
            {
                Settle(kind, given[a % given.Count], TimeSpan.FromMilliseconds(b * 20));
            }
            else
            {
                Administer(kind, a);
            }
        }

        private void Lease(int max)
        {
            var id = ++leases;
            var leased = Apply(new CursorCommand.Lease(id, max)).Leased;
            Assert.Equal(model.Lease(id, max), leased.Select(message => (message.Number, message.Attempt)));
            given.AddRange(leased.Select(message => new LeasedMessageId(message.Number, id)));
        }

        private void Settle(int kind, LeasedMessageId id, TimeSpan span)
        {
            var (command, expected) = kind switch
            {
                < 72 => ((CursorCommand)new CursorCommand.Acknowledge([id]), (Func<SettleStatus>)(() => model.Acknowledge(id.Number, id.Lease))),
                < 78 => (new CursorCommand.Nack([id], null, DeliveryFailure.Nacked), () => model.Nack(id.Number, id.Lease, null)),
                < 84 => (new CursorCommand.Nack([id], span, DeliveryFailure.Nacked), () => model.Nack(id.Number, id.Lease, span)),
                _ => (new CursorCommand.Extend([id], span + TimeSpan.FromSeconds(1)), () => model.Extend(id.Number, id.Lease, span + TimeSpan.FromSeconds(1))),
            };
            var status = Apply(command).Statuses.Single();
            Assert.Equal(expected(), status);
        }

        private void Administer(int kind, int a)
        {
            switch (kind)
            {
                case < 94:
                    var before = state.DeadLettered;
                    var exhausted = CursorMachine.Apply(state, [], Surroundings()).DeadLetters.Select(message => message.Number);
                    Apply(new CursorCommand.Bury([.. exhausted, 1]));
                    Assert.Equal(model.Bury(), state.DeadLettered - before);
                    break;
                case < 96:
                    Apply(new CursorCommand.Seek(a % (int)model.Next));
                    model.Seek(Math.Max(model.Low, a % (int)model.Next));
                    break;
                case < 98:
                    model.Tick(Effective);
                    model.Trim(a % 30);
                    Apply(new CursorCommand.Observe());
                    Assert.Equal(model.Expired, state.ExpiredUnacknowledged);
                    break;
                default:
                    Apply(new CursorCommand.Observe());
                    break;
            }
        }

        private CursorContext Surroundings() => new(rules, new StreamView(model.Low, model.Next, model.Facts), now, Seed);

        private CursorOutcome Apply(CursorCommand command)
        {
            var transition = CursorMachine.Apply(state, [command], Surroundings());
            Assert.True(transition.IsChanged || Same(transition.State));
            model.Tick(Effective);
            state = CursorCodec.Read(CursorCodec.Write(transition.State));
            return transition.Outcomes.Single();
        }

        /// <summary>A clock that is behind the last change counts for nothing.</summary>
        private DateTimeOffset Effective => now > state.Now ? now : state.Now;

        private bool Same(CursorState next) => CursorCodec.Write(next).AsSpan().SequenceEqual(CursorCodec.Write(state));

        private void Compare()
        {
            foreach (var message in model.Messages.Where(message => message.Number < state.Next))
            {
                Assert.Equal(message.IsDone, state.IsDone(message.Number));
            }

            Assert.Equal(model.Messages.Count(message => message.Lease is not null), state.Outstanding.Length);
            Assert.Equal(
                model.Messages.Where(message => message is { IsDone: false, Lease: null, Attempts: > 0 }).Select(message => (message.Number, message.Attempts, message.Until, message.IsExhausted, message.Failure)),
                state.Waiting.Select(message => (message.Number, message.Attempts, message.NotBefore, message.IsExhausted, message.Failure)));
            Assert.False(state.IsDone(state.Floor));
            Assert.True(state.Floor <= state.Next);
        }
    }
}
