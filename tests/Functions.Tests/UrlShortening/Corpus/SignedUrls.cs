namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>URLs with a signature over their own text: one changed byte and they are void. All signatures are made up.</summary>
internal static class SignedUrls
{
    public static IEnumerable<CorpusUrl> All() =>
        S3().Concat(Azure()).Concat(CloudFront()).Concat(Gcs()).Concat(Others());

    private static IEnumerable<CorpusUrl> S3() => CorpusUrl.Accept(
        "S3 signed URL",
        "https://bucket.s3.example/reports/2026/july.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=EXAMPLEKEY%2F20260701%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260701T000000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        "https://bucket.s3.example/a%20b%2Bc+d.txt?X-Amz-Security-Token=IQoJb3JpZ2luX2VjEJv%2F%2F%2F%2F%2Bexample%3D%3D&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00ff&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-date",
        "https://bucket.s3.example/photos/puppy.jpg?AWSAccessKeyId=EXAMPLEKEY&Expires=1141889120&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D",
        "https://bucket.s3.example/photos/puppy.jpg?AWSAccessKeyId=EXAMPLEKEY&Expires=1141889120&Signature=vjbyPxybdZaNmGa+yT272YEAiv4=",
        "https://s3.example/bucket//key//with//empty/segments/?versionId=3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo&response-content-disposition=attachment%3B%20filename%3D%22a%20b.pdf%22",
        "https://bucket.s3.example/../key?X-Amz-Signature=1&x-id=GetObject",
        "https://bucket.s3.example/key?X-Amz-Credential=EXAMPLEKEY/20260701/us-east-1/s3/aws4_request&X-Amz-Signature=DEADbeef&partNumber=1&uploadId=abc..def~ghi_JKL-");

    private static IEnumerable<CorpusUrl> Azure() => CorpusUrl.Accept(
        "Azure shared access signature",
        "https://account.blob.example/container/blob.txt?sv=2024-11-04&ss=b&srt=sco&sp=rwdlacx&se=2026-07-01T00:00:00Z&st=2026-06-30T00:00:00Z&spr=https&sig=1%2FQ%2Bexample%2B%2FSig%3D",
        "https://account.blob.example/container/blob.txt?sp=r&st=2026-06-30T22%3A00%3A00Z&se=2026-07-01T06%3A00%3A00Z&sv=2024-11-04&sr=b&sig=aB%2f%2b%3d",
        "https://account.blob.example/$web/index.html?sv=2024-11-04&sr=c&sig=a+b/c==",
        "https://account.blob.example/$root/blob?snapshot=2026-07-01T00:00:00.0000000Z&sig=%2B%2b",
        "https://account.table.example/Table(PartitionKey='a',RowKey='b%27c')?sv=2024-11-04&tn=Table&spk=a&srk=b&sig=x%3D",
        "https://account.queue.example/queue/messages?visibilitytimeout=30&sig=%2F%2F&sv=2024-11-04",
        "https://bus.example/orders/messages?api-version=2017-04&SharedAccessSignature=sr%3Dbus.example%26sig%3Dq%252B%253D%26se%3D1782864000%26skn%3Droot");

    private static IEnumerable<CorpusUrl> CloudFront() => CorpusUrl.Accept(
        "CloudFront signed URL",
        "https://d111111abcdef8.cdn.example/game_download.zip?Expires=1782864000&Signature=nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~-ar3UocvvRQVw6EkC~GdpGQyyOSKQim-TxAnW7d8F5Kkai9HVx0FIu-5jcQb0UEmatEXAMPLE3ReXySpLSMj0yCd3ZAB4UcBCAqEijkytL6f3fVYNGQI6&Key-Pair-Id=K2JCJMDEHXQW5F",
        "https://d111111abcdef8.cdn.example/a/*?Policy=eyANCiAgICEXAMPLEW1lbnQiOiBbeyANCiAgICAgICJSZXNvdXJjZSI6Imh0dHA6__&Signature=a~b-c_d&Key-Pair-Id=K2JCJMDEHXQW5F",
        "https://cdn.example/hls/master.m3u8?Policy=e30_&Signature=~~--__&Key-Pair-Id=K1",
        "https://cdn.example/video.mp4?hdnts=st=1782864000~exp=1782867600~acl=/*~id=a!b~hmac=00ff",
        "https://cdn.example/token=exp=1782864000~acl=%2f*~hmac=00ff/video/seg-1.ts");

    private static IEnumerable<CorpusUrl> Gcs() => CorpusUrl.Accept(
        "Google Cloud Storage signed URL",
        "https://storage.example/bucket/cat.jpeg?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=service%40project.iam.example.com%2F20260701%2Fus-central1%2Fstorage%2Fgoog4_request&X-Goog-Date=20260701T000000Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host&X-Goog-Signature=247a2aa45f169edf4d187d54e7cc46e4731b1e6273242c4f4c39a1d2507a0e58",
        "https://storage.example/bucket/cat.jpeg?GoogleAccessId=service@project.iam.example.com&Expires=1782864000&Signature=nG0%2BQ%2F%3D",
        "https://storage.example/v0/b/app.test/o/images%2Fa%20b.png?alt=media&token=c2f0-11ee",
        "https://storage.example/download/storage/v1/b/bucket/o/a%2Fb%2Fc?generation=1782864000000000&alt=media");

    private static IEnumerable<CorpusUrl> Others() => CorpusUrl.Accept(
        "signed URL",
        "https://api.example/reset?token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl",
        "https://img.example/unsafe/300x200/filters:quality(80):fill(fff)/https://cdn.example/a%20b.jpg",
        "https://img.example/AfrOrF3gWeDA6VOlDG4TzxMv39O7MXnF4CXpKUwGqRM/rs:fit:300:300/plain/s3://bucket/a.jpg@png",
        "https://img.example/image/fetch/s--1a2B3c4D--/w_200,h_100,c_fill,g_face:center/https%3A%2F%2Fcdn.example%2Fa.jpg",
        "https://mail.example/unsubscribe/dXNlckBleGFtcGxlLmNvbQ==/~sig/AbC-_%3D%3d",
        "https://video.example/playback?expire=1782864000&ei=a_b-C&ip=2001%3Adb8%3A%3A1&sparams=expire,ei,ip&sig=AOq0QJ8wRQIh%3D%3D&lsig=x%3D",
        "https://saml.example/sso?SAMLRequest=fZFBT4NAEIX%2FCuEO7FZoywZICPVQU%2F%3D%3D&RelayState=%2F&SigAlg=http%3A%2F%2Fwww.w3.example%2F2001%2F04%2Fxmldsig-more%23rsa-sha256&Signature=Zm9v%0AYmFy%0A");
}
