using System.Collections.Immutable;
using CsCheck;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>The machine does what the naive model does, step by step, whatever the steps are.</summary>
public sealed class CursorMachineModelTests
{
    private const int Steps = 60;

    private static readonly string[] Keys = ["", "a", "b"];
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static readonly Gen<CursorRules> Rules =
        from isOrdered in Gen.Bool
        from attempts in Gen.Int[1, 4]
        from exhausted in Gen.Enum<ExhaustedAction>()
        select new CursorRules { IsOrdered = isOrdered, MaxAttempts = attempts, OnExhausted = exhausted };

    private static readonly Gen<(int Kind, int A, int B)[]> Script = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000], Gen.Int[0, 1_000]).Array[Steps];

    [Fact]
    public void Does_what_the_model_does() => Gen.Select(Rules, Script).Sample((rules, script) => Live(new Run(rules, ParkingLimits.Default), script));

    /// <summary>With pages, the order of retries is the machine's: the model only checks that each was due.</summary>
    [Fact]
    public void Delivers_only_what_is_due_and_everything_in_the_end_when_most_of_what_is_parked_lies_in_pages() => Gen.Select(Rules, Script)
        .Sample((rules, script) =>
        {
            var run = new Run(rules, new ParkingLimits(InDocument: 3, Kept: 1, Refill: 1, All: 20));
            Live(run, script);
            run.Drain();
        });

    private static void Live(Run run, (int Kind, int A, int B)[] script)
    {
        foreach (var (kind, a, b) in script)
        {
            run.Step(kind, a, b);
        }
    }

    private sealed class Run(CursorRules rules, ParkingLimits parking)
    {
        private const int MostDrains = 500;

        private readonly CursorModel model = new(rules);
        private readonly List<LeasedMessageId> given = [];
        private readonly Dictionary<long, ImmutableArray<ParkedMessage>> pages = [];
        private CursorState state = CursorState.StartAt(1, [.. new byte[CursorLimits.AckKeyBytes]], Start);
        private DateTimeOffset now = Start;
        private ulong seed;

        /// <summary>A clock that is behind the last change counts for nothing.</summary>
        private DateTimeOffset Effective => now > state.Now ? now : state.Now;

        private bool HasPages => parking != ParkingLimits.Default;

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

        /// <summary>A consumer takes everything.</summary>
        public void Drain()
        {
            for (var round = 0; round < MostDrains && model.Messages.Any(message => !message.IsDone); round++)
            {
                now = Effective + TimeSpan.FromMinutes(1);
                Lease(10, 0);
                foreach (var id in given.ToArray())
                {
                    Settle(60, id, TimeSpan.Zero);
                }

                given.Clear();
                CountDeadLetters();
            }

            Assert.DoesNotContain(model.Messages, message => !message.IsDone);
            Assert.Equal((model.Next, 0), (state.LowestUndone, state.Undone));
        }

        private void Command(int kind, int a, int b)
        {
            if (kind < 60)
            {
                Lease(1 + (a % 20), b % 4);
            }
            else if (kind < 90 && given.Count > 0)
            {
                Settle(kind, given[a % given.Count], TimeSpan.FromMilliseconds(b * 20));
            }
            else
            {
                Administer(kind, a, b);
            }
        }

        private void Lease(int max, int concurrency)
        {
            var leased = Apply(new CursorCommand.Lease(max) { Concurrency = (byte)concurrency }).Leased;
            if (HasPages)
            {
                foreach (var message in leased)
                {
                    Assert.True(model.IsDue(model.Messages[(int)message.Number - 1]));
                    Assert.Equal(message.Attempt, model.Lease(model.Messages[(int)message.Number - 1], message.Lease, concurrency).Attempts);
                }

                model.PassUnwanted(state.Next);
            }
            else
            {
                Assert.Equal(model.Lease(leased.Select(message => message.Lease).FirstOrDefault(), max, concurrency), leased.Select(message => (message.Number, message.Attempt)));
            }

            given.AddRange(leased.Select(message => new LeasedMessageId(message.Number, message.Lease)));
        }

        private void Settle(int kind, LeasedMessageId id, TimeSpan span)
        {
            var (command, expected) = kind switch
            {
                < 72 => ((CursorCommand)new CursorCommand.Acknowledge([id]), (Func<SettleStatus>)(() => model.Acknowledge(id.Number, id.Lease))),
                < 76 => (new CursorCommand.Nack([id], null, DeliveryFailure.Nacked), () => model.Nack(id.Number, id.Lease, null)),
                < 81 => (new CursorCommand.Nack([id], span, DeliveryFailure.Nacked), () => model.Nack(id.Number, id.Lease, span)),
                < 84 => (new CursorCommand.Nack([id], null, DeliveryFailure.Nacked, CountsAttempt: false), () => model.Return(id.Number, id.Lease, null)),
                < 86 => (new CursorCommand.Nack([id], span, DeliveryFailure.Nacked, CountsAttempt: false), () => model.Return(id.Number, id.Lease, span)),
                _ => (new CursorCommand.Extend([id], span + TimeSpan.FromSeconds(1)), () => model.Extend(id.Number, id.Lease, span + TimeSpan.FromSeconds(1))),
            };
            var status = Apply(command).Statuses.Single();

            // Of what lies between parked messages of a page, it is not known for sure.
            var wanted = expected();
            Assert.True(status == wanted || (HasPages && status == SettleStatus.Expired && model.Messages[(int)id.Number - 1].IsAcknowledged), $"{status}, not {wanted}");
        }

        private void Administer(int kind, int a, int b)
        {
            switch (kind)
            {
                case < 92:
                    CountDeadLetters();
                    break;
                case < 94:
                    MakeDue(b % 3 == 0 ? null : [.. Enumerable.Range(0, 1 + (b % 7)).Select(i => 1 + ((a + (i * 3)) % model.Next))]);
                    break;
                case < 96:
                    Apply(new CursorCommand.Seek(a % (int)model.Next));
                    model.Seek(Math.Max(model.Low, a % (int)model.Next));
                    break;
                case < 98:
                    model.Seed = seed + 1;
                    model.Tick(Effective);
                    model.Trim(a % 30);
                    Apply(new CursorCommand.Observe());
                    Assert.True(state.ExpiredUnacknowledged <= model.Expired);
                    Assert.True(rules.IsOrdered || HasPages || state.ExpiredUnacknowledged == model.Expired);
                    break;
                default:
                    Apply(new CursorCommand.Observe());
                    break;
            }
        }

        private void MakeDue(ImmutableArray<long>? numbers)
        {
            var made = new List<long>();
            for (long? page = 0, last = state.LastPage; page is { } first;)
            {
                var result = Apply(new CursorCommand.MakeDue(numbers, first, last!.Value));
                made.AddRange(result.MadeDue);
                page = result.NextPage;
            }

            Assert.Equal(model.MakeDue(numbers), made.Order());
            Assert.DoesNotContain(state.Parked, message => message.NotBefore > Effective && !message.IsExhausted && numbers?.Contains(message.Number) != false);
        }

        private void CountDeadLetters()
        {
            var before = state.DeadLettered;
            Apply(new CursorCommand.Observe());
            var exhausted = state.Parked.Where(message => message.IsExhausted).Select(message => message.Number).ToArray();
            Apply(new CursorCommand.CountDeadLetters((ushort)(state.Generation - 1), [.. exhausted]));
            Assert.Equal(before, state.DeadLettered);
            Apply(new CursorCommand.CountDeadLetters(state.Generation, [.. exhausted, 1]));
            Assert.Equal(model.CountDeadLetters(exhausted), state.DeadLettered - before);
        }

        private CommandResult Apply(CursorCommand command)
        {
            var wanted = ParkedPages.Wanted(state, rules, parking, Effective, model.Low, [command]);
            var context = new CursorContext(rules, new StreamView(model.Low, model.Next, model.Facts), now, ++seed)
            {
                Parking = parking,
                Pages = wanted.ToDictionary(page => page, page => pages[page]),
            };
            var transition = CursorMachine.Apply(state, [command], context);
            Assert.True(transition.IsChanged || Same(transition.State));
            foreach (var page in transition.AddedPages)
            {
                pages.Add(page.Id, ParkedCodec.ReadPage(ParkedCodec.WritePage(page)));
            }

            foreach (var page in transition.DroppedPages)
            {
                Assert.True(pages.Remove(page));
            }

            model.Seed = seed;
            model.Tick(Effective);
            state = CursorCodec.Read(CursorCodec.Write(transition.State));
            return transition.Results.Single();
        }

        private bool Same(CursorState next) => CursorCodec.Write(next).AsSpan().SequenceEqual(CursorCodec.Write(state));

        private void Compare()
        {
            var parked = state.Parked.Concat(state.Pages.SelectMany(page => pages[page.Id].Where(message => message.Number <= page.Highest && message.Number >= model.Low)))
                .OrderBy(message => message.Number).ToArray();
            foreach (var message in model.Messages.Where(message => message.Number < state.Next))
            {
                var isDone = state.IsDone(message.Number, rules.IsOrdered && message.IsWanted ? OrderingKeys.Of(message.Key) : 0) && !parked.Any(each => each.Number == message.Number);
                Assert.Equal(message.IsDone, isDone);
            }

            Assert.Equal(model.Messages.Count(message => message.Lease is not null), state.Outstanding.Count);
            Assert.Equal(
                model.Messages.Where(message => message.IsParked).Select(message => (message.Number, message.Attempts, message.Until, message.IsExhausted, message.Failure)),
                parked.Select(message => (message.Number, message.Attempts, message.NotBefore, message.IsExhausted, message.Failure)));
            Assert.True(state.LowestUndone <= model.Messages.Where(message => !message.IsDone).Select(message => message.Number).FirstOrDefault(model.Next));
            Assert.True(state.LowestUndone <= state.Next);
        }
    }
}
