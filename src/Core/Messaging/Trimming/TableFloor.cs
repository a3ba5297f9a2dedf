using Azure;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>A cursor's floor as mirrored: it may lag behind, never run ahead.</summary>
/// <param name="IsHeld">Whether it was lowered lately: the cursor may not have followed yet.</param>
public sealed record TableFloor(CursorId Id, long Floor, bool IsHeld, ETag Version);
