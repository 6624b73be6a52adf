using System.Buffers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenEft.Training;

namespace GenEft.Sweeps;

/// <summary>A finished training as a journal has it.</summary>
/// <param name="Cell">Its number in the plan.</param>
/// <param name="Result">The result.</param>
/// <param name="History">Its history, where the plan asks for one.</param>
public sealed record SweepEntry(int Cell, TrainingResult Result, TrainingHistory? History);

/// <summary>
/// Lines of a journal: JSON, one for each finished training, each with the number of the training, the checksum of the plan, and a checksum of its own, so
/// that no line counts that was cut in writing, damaged, or of another plan.
/// </summary>
internal static class SweepJournal
{
    private const int SumDigits = 16;
    private const int PlanDigits = 16;

    private static readonly byte[] s_sumStart = ",\"sum\":\""u8.ToArray();

    private static readonly JsonSerializerOptions s_json = new()
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) }, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    // What a result holds, and not what follows from it.
    private static readonly PropertyInfo[] s_properties =
    [
        .. typeof(TrainingResult).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.CanWrite).OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    // Its settings are the plan's.
    private static readonly PropertyInfo[] s_found = [.. s_properties.Where(property => !TrainingSetting.All.Any(setting => setting.Name == property.Name))];

    private static readonly ConstructorInfo s_create = typeof(TrainingResult).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(TrainingSettings)])!;

    /// <summary>What a line holds but its result.</summary>
    /// <param name="Cell">The training's number.</param>
    /// <param name="IsWhole">Whether the line is whole and of the plan.</param>
    public readonly record struct Head(int Cell, bool IsWhole);

    /// <summary>A line with its end.</summary>
    public static byte[] Line(string planHash, SweepEntry entry)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("cell", entry.Cell);
            writer.WriteString("plan", planHash[..PlanDigits]);
            writer.WriteStartObject("result");
            foreach (PropertyInfo property in s_properties)
            {
                if (property.GetValue(entry.Result) is { } value)
                {
                    writer.WritePropertyName(property.Name);
                    JsonSerializer.Serialize(writer, value, property.PropertyType, s_json);
                }
            }

            writer.WriteEndObject();
            if (entry.History is { } history)
            {
                writer.WritePropertyName("history");
                JsonSerializer.Serialize(writer, history.Points, s_json);
            }

            writer.WriteEndObject();
        }

        return Sealed(buffer.WrittenSpan[..^1]);
    }

    /// <summary>A line of a body, which is an object without its closing brace, and the body's checksum.</summary>
    public static byte[] Sealed(ReadOnlySpan<byte> body) => [.. body, .. s_sumStart, .. Encoding.ASCII.GetBytes(Sum(body)), .. "\"}\n"u8];

    /// <summary>Checks a line and reads its number.</summary>
    /// <param name="planHash">The checksum of the plan.</param>
    /// <param name="line">Without its end.</param>
    public static Head Check(string planHash, ReadOnlySpan<byte> line)
    {
        int end = line.Length - SumDigits - 2;
        int sumStart = end - s_sumStart.Length;
        if (sumStart < 0 || !line[sumStart..end].SequenceEqual(s_sumStart) || !line[^2..].SequenceEqual("\"}"u8)
            || !line[end..^2].SequenceEqual(Encoding.ASCII.GetBytes(Sum(line[..sumStart]))))
        {
            return default;
        }

        try
        {
            Utf8JsonReader reader = new(line);
            return reader.Read() && reader.Read() && reader.ValueTextEquals("cell") && reader.Read() && reader.TryGetInt32(out int cell)
                && reader.Read() && reader.ValueTextEquals("plan") && reader.Read() && reader.ValueTextEquals(planHash.AsSpan(0, PlanDigits))
                ? new Head(cell, true)
                : default;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>Reads a line that was found to be whole.</summary>
    /// <param name="cell">Its training.</param>
    /// <param name="line">Without its end.</param>
    /// <returns>What it holds; null where that is no result of the training, as this version writes it.</returns>
    public static SweepEntry? Read(SweepCell cell, ReadOnlySpan<byte> line)
    {
        try
        {
            return ReadEntry(cell, line) is var entry && IsOf(cell, entry.Result) ? entry : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static bool IsOf(SweepCell cell, TrainingResult result) =>
        result.Relation == cell.Relation.Name && result.Count == cell.Relation.Count
        && result.StepCount >= 0 && result.StepCount <= cell.Settings.MaxSteps && !(result.TrainStep > result.StepCount) && !(result.TestStep > result.StepCount)
        && (double.IsFinite(result.TrainLoss) || result.IsDiverged);

    private static SweepEntry ReadEntry(SweepCell cell, ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        TrainingResult result = (TrainingResult)s_create.Invoke([cell.Settings]);
        JsonElement values = root.GetProperty("result");
        foreach (PropertyInfo property in s_found)
        {
            if (values.TryGetProperty(property.Name, out JsonElement value))
            {
                property.SetValue(result, value.Deserialize(property.PropertyType, s_json) ?? throw new JsonException($"{property.Name} is null."));
            }
            else if (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null)
            {
                throw new JsonException($"{property.Name} is missing.");
            }
        }

        TrainingHistory? history = root.TryGetProperty("history", out JsonElement points) ? new TrainingHistory(points.Deserialize<HistoryPoint[]>(s_json)!) : null;
        return new SweepEntry(cell.Index, result, history);
    }

    private static string Sum(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, SumDigits / 2));
}
