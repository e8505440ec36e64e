using static BambuCloud.Client.Tests.FaultyStorage;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Addresses that are signed over a type, as the document has it, or over none, as the live service does it (rest.md, <i>Upload</i>).
/// </summary>
public sealed class UploadTypeTests : IDisposable
{
    private const long OneGiB = 1L << 30;

    // What two buffers of a connection and one block hold, and what is sent until a busy machine comes to read the answer.
    private const long UnderWay = 64L << 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Given_addresses_signed_over_no_type_when_files_are_sent_then_both_parts_go_without_and_the_session_remembers_it()
    {
        await using FaultyStorage storage = await OpenAsync(SignedOver(""), SignedOver(""), SignedOver(""), SignedOver(""), SignedOver(""));

        BambuFile file = await storage.SendAsync(Gcode(1000), 0);
        await storage.SendAsync(Gcode(2000), 0);

        Assert.Equal(["data 1", "data 2", "size 2", "data 3", "size 3"], storage.Puts);
        Assert.Equal(["application/octet-stream", "", "", "", ""], storage.Types);
        Assert.Equal("/data/2", file.FileUrl.AbsolutePath);
    }

    [Fact]
    public async Task Given_addresses_signed_over_a_type_when_a_file_is_sent_then_its_parts_have_it_and_are_sent_once()
    {
        await using FaultyStorage storage = await OpenAsync(SignedOver("application/octet-stream"), SignedOver("text/plain"));

        await storage.SendAsync(Gcode(1000), 0);

        Assert.Equal(["data 1", "size 1"], storage.Puts);
    }

    [Fact]
    public async Task Given_a_session_that_sends_without_a_type_when_addresses_are_signed_over_one_again_then_it_sends_with_one_again()
    {
        await using FaultyStorage storage = await OpenAsync(SignedOver(""), SignedOver(""), SignedOver(""),
            SignedOver("application/octet-stream"), SignedOver("application/octet-stream"), SignedOver("text/plain"));

        await storage.SendAsync(Gcode(1000), 0);
        await storage.SendAsync(Gcode(1000), 0);

        Assert.Equal(["data 1", "data 2", "size 2", "data 3", "data 4", "size 4"], storage.Puts);
    }

    [Fact]
    public async Task Given_a_size_address_signed_over_no_type_when_only_that_is_refused_then_both_parts_are_sent_without()
    {
        await using FaultyStorage storage = await OpenAsync(TakeAsync, SignedOver(""), SignedOver(""), SignedOver(""));

        await storage.SendAsync(Gcode(1000), 0);

        Assert.Equal(["data 1", "size 1", "data 2", "size 2"], storage.Puts);
        Assert.Equal(["", ""], storage.Types.Skip(2));
    }

    [Theory]
    [InlineData("knows 100-continue", 0, 0)]
    [InlineData("answers early without it", 1, UnderWay)]
    public async Task Given_a_file_of_1_GiB_when_its_type_is_refused_then_its_bytes_go_over_the_line_once(string what, long read, long more)
    {
        await using FaultyStorage storage = new(await ScriptedCloud.OpenAsync(), [SignedOver("", read), SignedOver(""), SignedOver("")])
        {
            IsDeaf = what != "knows 100-continue",
        };

        await storage.SendAsync(Gcode(OneGiB), 0);

        Assert.Equal(["data 1", "data 2", "size 2"], storage.Puts);
        Assert.InRange(storage.BytesRead, OneGiB + "1073741824".Length, OneGiB + "1073741824".Length + more);
    }

    [Fact]
    public async Task Given_a_proxy_that_knows_no_Expect_when_a_large_file_is_sent_then_it_is_sent_without_and_the_session_remembers_it()
    {
        await using FaultyStorage storage = await OpenAsync((put, closing) => put.Headers.ContainsKey("Expect")
            ? put.AnswerAsync(417, "", [], closing) : TakeAsync(put, closing));

        await storage.SendAsync(Gcode(1 << 20), 0);
        await storage.SendAsync(Gcode(1 << 20), 0);
        storage.Add(AnswerEarly(417));
        BambuApiException refused = await Assert.ThrowsAsync<BambuApiException>(() => storage.SendAsync(Gcode(1 << 20), 0));

        Assert.Equal(["data 1", "data 2", "size 2", "data 3", "size 3", "data 4"], storage.Puts);
        Assert.Equal(417, refused.HttpStatus);
    }

    [Theory]
    [InlineData("HTT|P/1.1 403 Forbidden")]
    [InlineData("HTTP/1.1 |403 Forbidden")]
    [InlineData("HTTP/1.1 102 Processing\r\nX: HTTP/1.1 403\r\n|\r\nHTTP/1.1 403 Forbidden")]
    [InlineData("HTTP/1.0 403 Forbidden")]
    public async Task Given_a_storage_whose_early_answer_comes_in_pieces_or_in_an_older_version_when_a_file_is_sent_then_it_is_heard(
        string answer)
    {
        foreach (bool isDeaf in new[] { false, true })
        {
            await using FaultyStorage storage = new(
                await ScriptedCloud.OpenAsync(), [AnswerInPieces($"{answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")])
            {
                IsDeaf = isDeaf,
            };

            BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => storage.SendAsync(Gcode(OneGiB), 0));

            Assert.Equal((BambuErrorKind.UploadFailed, 403), (error.Kind, error.HttpStatus));
            Assert.InRange(storage.BytesRead, 1, UnderWay);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Gcode(long length)
    {
        string path = _folder.Write($"{Guid.NewGuid():N}.gcode", string.Concat(Enumerable.Repeat("G1 X10 Y10\n", 1000)));
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length); // Nothing of it takes space on the disk.
        return path;
    }
}
